import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {LedgerWriter} from '../../store/store.js'
import type {Draft} from '../draft.js'
import {type CallInTerms, type DecisionJob, keyIdOf} from '../job.js'
import type {Kept} from '../ledger-keeper.js'
import {ApprovalBook} from './approval-book.js'
import {approvalText} from './approval-seal.js'

/** The calls that a person may have to be asked about, with what an approval of each is bound to. */
export const sealsOf = (
  jobs: readonly DecisionJob[],
  policy: CompiledPolicy,
  kept: Kept,
): ReadonlyMap<DecisionJob, string> =>
  new Map(jobs.filter((job) => mayBeAsked(job, policy)).map((job) => [job, sealOf(job, kept)]))

export const noSeals: ReadonlyMap<DecisionJob, string> = new Map()

export const sealOf = (asked: CallInTerms, {notary}: Kept): string =>
  notary.seal(approvalText(asked.call, keyIdOf(asked)))

export const mayBeAsked = ({call, terms}: CallInTerms, policy: CompiledPolicy): boolean =>
  !policy.isShadow && !terms.isBypassed && mayAskAbout(policy, call.tool)

/** Not where the policy fails at this call: it will do so again when the call is decided, which refuses no other. */
function mayAskAbout(policy: CompiledPolicy, tool: string): boolean {
  try {
    return policy.candidatesFor(tool).mayAsk
  } catch {
    return false
  }
}

/** What the clock has decided meanwhile is put on record a part at a time. */
export const mostDue = 256

/** The approvals that have to do with calls of these seals, after those that are due. */
export async function openBook(
  writer: LedgerWriter,
  draft: Draft,
  seals: readonly string[],
  newSalt: () => string,
): Promise<ApprovalBook> {
  const book = new ApprovalBook(draft, newSalt)
  const due = draft.isAtBeginning ? [] : await writer.dueApprovals(draft.nowMs, mostDue)
  // Those of the calls too, however many others are due before them: what the clock approved is not asked about anew.
  const asked = seals.length > 0 ? await writer.approvalsBySeal(seals) : []
  const entered = [...due, ...asked].map((approval) => book.enter(approval))
  for (const {state} of entered) book.expire(state.id)
  return book
}
