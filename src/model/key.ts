/** What a key may do; each may do what those before it may. */
export const roles = ['agent', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether one who has a role may do what asks for another. */
export const reaches = (held: Role, wanted: Role): boolean => roles.indexOf(held) >= roles.indexOf(wanted)

/** A key as it is listed: what it says itself was shown once, and is not kept. */
export interface Key {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** How it begins and ends, by which its owner knows it. */
  readonly hint: string
  readonly createdAtMs: number
  readonly revokedAtMs: number | null
}

/** A new key, with the text that its owner must keep. */
export interface NewKey {
  readonly key: Key
  readonly secret: string
}
