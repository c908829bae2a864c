import type {Store} from '../store/store.js'
import type {GroupSetting} from './group.js'
import type {Job} from './job.js'
import type {PolicySupply} from './policy-supply.js'
import {type GroupOutcome, recordGroup} from './record-group.js'
import {logNotFound} from './result-recorder.js'

/** Commits groups of jobs, and tells each what came of it. */
export class Recorder {
  private hasRecorded = false

  constructor(
    private readonly store: Pick<Store, 'head' | 'write'>,
    private readonly policies: Pick<PolicySupply, 'current'>,
    private readonly setting: GroupSetting,
    private readonly onRecorded: (outcome: Pick<GroupOutcome, 'dueMs' | 'asked'>) => void,
  ) {}

  /** A result of a call makes no ledger where there is none: there is no such call, and nothing to be made. */
  private async isOfNothing(jobs: readonly Job[]): Promise<boolean> {
    return jobs.every(({kind}) => kind === 'result') && (await this.store.head()).seq === 0
  }

  /** Never rejects. A group that can't be committed is refused whole: an answer nobody can audit must not take effect. */
  async commit(jobs: readonly Job[]): Promise<void> {
    try {
      if (!this.hasRecorded && (await this.isOfNothing(jobs))) return refuseUnknown(jobs)
      const supplied = await this.policies.current()
      const outcome = await this.store.write((writer) => recordGroup(writer, jobs, supplied, this.setting))
      this.settle(outcome)
    } catch (error) {
      for (const job of jobs) job.reject(error)
    }
  }

  private settle({settlements, kept, isEmpty, hash, policyHash, dueMs, asked}: GroupOutcome): void {
    for (const settle of settlements) settle()
    if (isEmpty) return
    this.hasRecorded = true
    this.setting.memory.note({hash}, policyHash)
    if (kept !== undefined) this.setting.keeper.settle(kept)
    this.onRecorded({dueMs, asked})
  }
}

function refuseUnknown(jobs: readonly Job[]): void {
  for (const job of jobs) if (job.kind === 'result') job.reject(logNotFound(job.reported.logId))
}
