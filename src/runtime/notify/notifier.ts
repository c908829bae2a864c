import {type Approval, approvalJson} from '../../model/approval.js'
import type {Webhook} from './webhook.js'

export interface NotifierOptions {
  /** A line for the shell, which has the question as JSON on its stdin. */
  readonly command: string | null
  readonly webhook: Webhook | null
  readonly cwd: string
  readonly now: () => number
  /** Told of what could not be told. */
  readonly warn: (message: string) => void
}

/** So many are told at a time; of what comes beyond that nobody is told, so that it does not fill the memory. */
const mostUnderWay = 64

/** How long a program that ends waits for what is under way. */
const patienceMs = 5000

/** Tells people that they are asked, without anybody waiting for that. */
export class Notifier {
  private readonly underWay = new Set<Promise<void>>()
  private readonly ending = new AbortController()

  constructor(private readonly options: NotifierOptions) {}

  readonly tell = (approval: Approval): void => {
    const {command, webhook, cwd, now} = this.options
    const text = JSON.stringify({type: 'approval.asked', approval: approvalJson(approval)})
    const {signal} = this.ending
    // What runs and posts is loaded when somebody is to be told: most starts do without.
    if (command !== null)
      this.begin(approval, async () => {
        const {runCommand} = await import('./command.js')
        await runCommand(command, text, {cwd, signal})
      })
    if (webhook !== null)
      this.begin(approval, async () => {
        const {postSigned} = await import('./webhook.js')
        await postSigned(webhook, text, {now, signal})
      })
  }

  private begin({id}: Approval, work: () => Promise<void>): void {
    const {warn} = this.options
    if (this.underWay.size >= mostUnderWay) {
      warn(`Nobody was told of the approval ${id}: ${mostUnderWay} others are being told of already`)
      return
    }
    const telling = work().catch((error: unknown) =>
      warn(
        `Nobody was told of the approval ${id}: ${error instanceof Error ? error.message : String(error)}`,
      ),
    )
    this.underWay.add(telling)
    void telling.then(() => this.underWay.delete(telling))
  }

  /** Waits a little for what is under way. */
  readonly close = async (): Promise<void> => {
    if (this.underWay.size === 0) return
    const timer = setTimeout(() => this.ending.abort(new Error('the program ended before')), patienceMs)
    await Promise.all(this.underWay)
    clearTimeout(timer)
  }
}
