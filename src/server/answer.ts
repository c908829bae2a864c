import type {ServerResponse} from 'node:http'

/** What a request is answered with. */
export type Answer =
  | {readonly kind: 'json'; readonly status: number; readonly value: unknown}
  | {readonly kind: 'text'; readonly type: string; readonly text: string; readonly headers?: Headers}
  | {
      readonly kind: 'stream'
      readonly type: string
      readonly chunks: Chunks
      readonly headers?: Headers
    }
  | {readonly kind: 'follow'; follow(response: ServerResponse): Promise<void>}

/** Parts of a text; at their end, the failure that the last of them told of. */
type Chunks = AsyncIterable<string, unknown>

type Headers = Readonly<Record<string, string>>

export const json = (value: unknown, status = 200): Answer => ({kind: 'json', status, value})

/** JSON that is written already. */
export const jsonOf = (text: string): Answer => ({kind: 'text', type: 'application/json', text})

/** JSON that may take long to work out. */
export const slowJson = (work: () => Promise<unknown>): Answer => ({
  kind: 'stream',
  type: 'application/json',
  chunks: once(work),
})

async function* once(work: () => Promise<unknown>): AsyncGenerator<string> {
  yield JSON.stringify(await work())
}

export const text = (type: string, text: string, headers?: Headers): Answer => ({
  kind: 'text',
  type,
  text,
  ...(headers && {headers}),
})
