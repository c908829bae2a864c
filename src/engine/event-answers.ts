import type {DecisionBody} from '../ledger/bodies/decision-body.js'
import type {Notary} from '../ledger/notary.js'
import {callText} from '../model/asked-call.js'
import type {Decision} from '../model/decision.js'
import type {StoredCall} from '../store/store.js'
import {bodyOf} from './content.js'
import {type DecisionJob, keyIdOf, type Settle} from './job.js'
import type {PolicyArchive} from './policy-archive.js'
import {answerAgain, eventIdReused} from './repeated.js'

interface Answer {
  readonly text: string
  readonly keyId: string | null
  readonly decision: Decision
}

/** What the events of a group were answered: before, or in this group and not written yet. */
export class EventAnswers {
  private readonly answers = new Map<string, Answer>()

  constructor(
    private readonly recorded: ReadonlyMap<string, StoredCall>,
    private readonly notary: Notary | undefined,
    private readonly archive: PolicyArchive,
  ) {}

  /** Nothing when its event is a new one. Throws where it is another call's, or another caller's. */
  again(job: DecisionJob): Settle | Promise<Settle> | undefined {
    const {call, eventId} = job
    if (eventId === null) return undefined
    const answer = this.answers.get(eventId)
    if (answer !== undefined) {
      if (answer.text !== callText(call) || answer.keyId !== keyIdOf(job)) throw eventIdReused()
      return () => job.resolve(answer.decision)
    }
    const recorded = this.recorded.get(eventId)
    if (recorded === undefined) return undefined
    if (bodyOf<DecisionBody>(recorded.decision).key_id !== keyIdOf(job)) throw eventIdReused()
    return this.fromRecord(job, recorded)
  }

  private async fromRecord(job: DecisionJob, recorded: StoredCall): Promise<Settle> {
    try {
      if (this.notary === undefined) throw new Error('The ledger has no notary')
      const decision = await answerAgain(job.call, recorded, this.notary, this.archive)
      return () => job.resolve(decision)
    } catch (error) {
      return () => job.reject(error)
    }
  }

  note(job: DecisionJob, decision: Decision): void {
    if (job.eventId === null) return
    this.answers.set(job.eventId, {text: callText(job.call), keyId: keyIdOf(job), decision})
  }
}
