import {onTestFinished} from 'vitest'

/** An event as it came. */
export interface SentEvent {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: unknown
}

/** Reads server-sent events one after the other; ends when the server ends them. */
export async function followEvents(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{readonly status: number; next(): Promise<SentEvent | undefined>; stop(): void}> {
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  const answer = await fetch(url, {headers, signal: controller.signal})
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: answer.status,
    stop: () => controller.abort(),
    async next() {
      while (!text.includes('\n\n')) {
        const {value, done} = (await reader?.read().catch(() => undefined)) ?? {done: true, value: ''}
        if (done) return undefined
        text += value
      }
      const end = text.indexOf('\n\n')
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      return eventIn(block)
    },
  }
}

function eventIn(block: string): SentEvent {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const data = field('data')
  return {id: field('id'), event: field('event'), data: data === undefined ? undefined : JSON.parse(data)}
}
