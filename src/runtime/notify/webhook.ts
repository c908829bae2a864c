import {createHmac} from 'node:crypto'
import {setTimeout as pause} from 'node:timers/promises'

export interface Webhook {
  readonly url: string
  /** Nothing is signed without one. */
  readonly secret: string | null
}

interface Setting {
  readonly now: () => number
  readonly signal: AbortSignal
  /** Before the second attempt and those after. */
  readonly pausesMs?: readonly number[]
}

const attemptMs = 10_000

/**
 * Posts a text, a few times if it has to be. Whoever gets it knows by the signature that it is from here, and by the time
 * under the signature that it is not an old one sent again.
 */
export async function postSigned(
  webhook: Webhook,
  text: string,
  {now, signal, pausesMs = [1000, 5000]}: Setting,
): Promise<void> {
  for (let tried = 0; ; tried++) {
    const problem = await attempt(webhook, text, now(), signal)
    if (problem === undefined) return
    const pauseMs = pausesMs[tried]
    if (pauseMs === undefined || !problem.again || signal.aborted) throw new Error(problem.message)
    await pause(pauseMs, undefined, {signal, ref: false})
  }
}

interface Problem {
  readonly message: string
  readonly again: boolean
}

async function attempt(
  {url, secret}: Webhook,
  text: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  try {
    const {status, body} = await fetch(url, {
      method: 'POST',
      headers: {'content-type': 'application/json', ...(secret !== null && signature(secret, text, nowMs))},
      body: text,
      // What was meant for one address is sent to no other.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]),
    })
    await body?.cancel()
    if (status >= 200 && status < 300) return undefined
    return {message: `notify_url answers with status ${status}`, again: status >= 500 || status === 429}
  } catch (error) {
    return {message: `notify_url can't be reached: ${reasonOf(error)}`, again: true}
  }
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

function signature(secret: string, text: string, nowMs: number): Record<string, string> {
  const seconds = Math.floor(nowMs / 1000)
  const digits = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')
  return {'tame-signature': `t=${seconds},v1=${digits}`}
}
