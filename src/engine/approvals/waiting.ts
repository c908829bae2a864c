import {TameError} from '../../errors.js'
import type {Approval, WaitOptions} from '../../model/approval.js'
import {ApprovalTimeoutError} from '../../model/approval-timeout.js'
import type {Schedule} from '../checkpointer.js'
import type {ApprovalNews} from './approval-news.js'

interface Setting {
  readonly news: ApprovalNews
  readonly schedule: Schedule
  readonly now: () => number
  readonly get: (id: string) => Promise<Approval>
  readonly isClosed: () => boolean
}

/** Resolves when an approval is resolved, by whomever, or by the clock. */
export async function waitForApproval(
  id: string,
  {timeoutMs, signal}: WaitOptions,
  setting: Setting,
): Promise<Approval> {
  const wait = new Wait(setting)
  const untilMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : setting.now() + timeoutMs
  const end = await setting.news.subscribe(id, wait.look)
  const onAbort = (): void => wait.look()
  signal?.addEventListener('abort', onAbort)
  try {
    for (;;) {
      signal?.throwIfAborted()
      if (setting.isClosed()) throw closed()
      const approval = await setting.get(id)
      if (approval.status !== 'pending') return approval
      if (setting.now() >= untilMs) throw new ApprovalTimeoutError(id, timeoutMs ?? 0)
      await wait.untilLooked(Math.min(untilMs, approval.expiresAtMs))
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    end()
  }
}

/** No timer is longer than this: those of Node end at once beyond 24 days. */
const longestMs = 86_400_000

class Wait {
  private resume: (() => void) | undefined
  private isNews = false
  private failure: unknown

  constructor(private readonly setting: Pick<Setting, 'schedule' | 'now'>) {}

  /** There may be something to see. */
  readonly look = (failure?: unknown): void => {
    this.failure ??= failure
    this.isNews = true
    this.resume?.()
  }

  /** Resolves when there is news, at this time, or as soon as there was news since the last look. */
  async untilLooked(atMs: number): Promise<void> {
    const afterMs = Math.min(Math.max(0, atMs - this.setting.now()), longestMs)
    await new Promise<void>((resolve) => {
      const cancel = this.setting.schedule(afterMs, () => this.look())
      this.resume = () => {
        cancel()
        resolve()
      }
      if (this.isNews) this.resume()
    })
    this.resume = undefined
    this.isNews = false
    if (this.failure !== undefined) throw this.failure
  }
}

const closed = (): TameError =>
  new TameError('CLOSED', 'This tame was closed while an approval was waited for')
