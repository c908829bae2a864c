import {approvalsIn, isDue} from '../../ledger/approvals/approval-state.js'
import type {AskedCall} from '../../model/asked-call.js'
import type {Arguments} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import {invalidAnswer, type TakenAnswer} from '../../model/taken-answer.js'
import type {CompiledPolicy} from '../../policy/compiled-policy.js'
import type {LedgerReader} from '../../store/store.js'
import {contentOf, type DecisionContent} from '../content.js'
import {shownDecision} from '../decision-content.js'
import {factsOf} from '../facts.js'
import {survey} from '../survey.js'
import {verdictOf} from '../verdict.js'
import type {ApprovalBook, BookedApproval} from './approval-book.js'
import {approvalAt, stepContent} from './approval-view.js'
import {editFault} from './edited-args.js'
import {
  alreadyResolved,
  answeredBefore,
  editConflict,
  editDenied,
  editInvalid,
  editUnseen,
  notYours,
} from './refusals.js'
import {countedRules} from './ruling.js'
import {stepContentText} from './step-content.js'

interface Setting {
  readonly book: ApprovalBook
  readonly reader: LedgerReader
  /** In force now; nothing where no arguments were edited. */
  readonly policy: CompiledPolicy | null
  readonly nowMs: number
}

/** Puts an answer on record, and what it comes to. Throws where it may not be given; nothing is recorded then. */
export async function giveAnswer(
  approval: BookedApproval,
  answer: TakenAnswer,
  setting: Setting,
): Promise<void> {
  const {book, nowMs} = setting
  refuseResolved(approval, nowMs)
  refuseStranger(approval, answer)
  const edited = await editOf(approval, answer, setting)
  const {by, effect, keyId, scope, comment} = answer
  const content = stepContentText(comment, edited)
  book.take(approval, {step: 'answered', by, key_id: keyId, effect, scope, edits: edited !== null}, content)
  if (effect === 'deny') book.take(approval, {step: 'resolved', status: 'denied', by})
  else if (approvalsIn(approval.state) >= approval.state.quorum)
    book.take(approval, {step: 'resolved', status: 'approved', by})
}

export function refuseResolved(approval: BookedApproval, nowMs: number): void {
  if (approval.state.status !== 'pending' || isDue(approval.state, nowMs))
    throw alreadyResolved(approvalAt(approval, nowMs))
}

function refuseStranger({state}: BookedApproval, {by, effect, keyId, scope}: TakenAnswer): void {
  const {id, approvers, agentId, keyId: askingKey, answers, sessionId} = state
  // To deny is open to them: an agent gives itself any name, and would keep the one who may answer from saying no.
  if (effect === 'approve' && (by === agentId || (keyId !== null && keyId === askingKey)))
    throw notYours(id, by, 'nobody approves what they asked for themselves')
  if (approvers.length > 0 && !approvers.includes(by))
    throw notYours(id, by, `the rule leaves it to ${approvers.join(', ')}`)
  if (answers.some((answer) => answer.by === by)) throw answeredBefore(id, by)
  if (scope === 'session' && sessionId === null)
    throw invalidAnswer(`The approval ${id} can't be good for a session: its call belongs to none`)
}

/** The arguments that this answer puts in place of those that were asked about; nothing when it puts none. */
async function editOf(
  approval: BookedApproval,
  answer: TakenAnswer,
  setting: Setting,
): Promise<Arguments | null> {
  const {effect, args} = answer
  if (effect === 'deny') return null
  const {id, editSeq, answers} = approval.state
  if (args === null) return refuseUnseen(approval, answer)
  const content = contentOf<DecisionContent>(approval.decision)
  if (content === null) throw editInvalid(id, 'its call was taken out of the record')
  const onTable = stepContent(approval, editSeq)?.edited_args ?? content.args
  if (canonicalJson(args) === canonicalJson(onTable)) return null
  if (answers.length > 0) throw editConflict(id)
  await refuseEdit(approval, {content, args}, setting)
  return args
}

/** Whoever agrees to what somebody edited must have seen that: between a look and an answer, another may have edited it. */
function refuseUnseen({state: {id, editSeq, seq: last}}: BookedApproval, {seq}: TakenAnswer): null {
  if (seq !== null && seq > last)
    throw invalidAnswer(`The approval ${id} can't have been seen at ${seq}: its last entry is ${last}`)
  if (editSeq !== null && (seq === null || seq < editSeq)) throw editUnseen(id)
  return null
}

interface Edit {
  readonly content: DecisionContent
  readonly args: Arguments
}

async function refuseEdit(
  approval: BookedApproval,
  edit: Edit,
  {reader, policy, nowMs}: Setting,
): Promise<void> {
  const {id} = approval.state
  if (policy === null)
    throw new Error(`The approval ${id} is edited, and no policy was loaded to decide that`)
  const fault = editFault(edit.args, edit.content.args, policy.redaction)
  if (fault !== undefined) throw editInvalid(id, fault)
  await refuseDenied(approval, edit, {reader, policy, nowMs})
}

/** What is hidden in the arguments is not known here: the call is decided once more, with it, before it runs. */
async function refuseDenied(
  approval: BookedApproval,
  {content, args}: Edit,
  {reader, policy, nowMs}: {reader: LedgerReader; policy: CompiledPolicy; nowMs: number},
): Promise<void> {
  const {id, tool, sessionId, agentId, userId, ruleName} = approval.state
  const {metadata} = content
  const call: AskedCall = {
    tool,
    args,
    sessionId,
    agentId,
    userId,
    metadata,
    argsText: canonicalJson(args),
    metadataText: metadata === null ? null : canonicalJson(metadata),
  }
  const known = await survey(reader, policy, [{call}], [], nowMs)
  const counted = countedRules({call, policy, known}, approval)
  const facts = factsOf(call, policy.candidatesFor(tool).needs, known, counted)
  const verdict = verdictOf(policy, call, facts, {nowMs, isBypassed: false, takesChangedArgs: true})
  const {reason} = shownDecision(policy, call, verdict)
  if (verdict.effect === 'deny') throw editDenied(id, reason)
  if (verdict.effect === 'approve' && verdict.ruleName !== ruleName)
    throw editDenied(id, `another rule has to ask about it. ${reason}`)
}
