/** An entry as a store keeps it: nothing of it is believed. */
export interface KeptEntry {
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly sessionId: string | null
  readonly id: string | null
  readonly eventId: string | null
  readonly body: string
  readonly hash: string
  readonly salt: string | null
  readonly content: string | null
}

/** What a body says, if it is a map at all. */
export type ReadBody = Readonly<Record<string, unknown>>

export function readBody(text: string): ReadBody | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ReadBody)
      : undefined
  } catch {
    return undefined
  }
}
