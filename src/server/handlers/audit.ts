import type {Verification} from '../../model/audit.js'
import type {Tame} from '../../model/tame.js'
import {json} from '../answer.js'
import type {Handlers} from '../desk.js'
import {lines} from '../lines.js'
import {ownRecord} from '../own.js'

export const audit: Handlers<'verify' | 'checkpoint' | 'proof' | 'exportAudit' | 'erase'> = {
  verify({query}, {tame}) {
    const run = new VerifyRun()
    return lines(
      run.progress(tame, query),
      (progress) => progress,
      () => run.result,
    )
  },

  async checkpoint(_, {tame}) {
    return json(await tame.audit.checkpoint())
  },

  async proof({param, caller}, {tame}) {
    const logId = param('log_id')
    await ownRecord(tame, caller, logId)
    return json(await tame.audit.proof(logId))
  },

  exportAudit: ({query}, {tame}) => lines(tame.audit.export(query), (line) => line),

  async erase({body: {target, reason}}, {tame}) {
    return json(await tame.audit.erase(target, reason))
  },
}

interface Progress {
  readonly done: number
  readonly total: number
}

/** A verification that tells how far it is. */
class VerifyRun {
  result: Verification | undefined
  private latest: Progress | undefined
  private wake = (): void => {}

  async *progress(
    tame: Tame,
    {checkpoint}: {readonly checkpoint?: string | undefined},
  ): AsyncGenerator<Progress> {
    let isDone = false
    const onProgress = (done: number, total: number): void => this.tell({done, total})
    const run = tame.audit.verify({onProgress, ...(checkpoint !== undefined && {checkpoint})}).finally(() => {
      isDone = true
      this.wake()
    })
    // Looked at below: until then it must not be taken for an error that nobody sees.
    run.catch(() => {})
    while (!isDone) {
      const {latest} = this
      this.latest = undefined
      if (latest === undefined) await this.news()
      else yield latest
    }
    this.result = await run
  }

  private tell(progress: Progress): void {
    this.latest = progress
    this.wake()
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }
}
