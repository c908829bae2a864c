import {type ApprovalState, afterStep, askedState, isOver} from '../../../ledger/approvals/approval-state.js'
import {readStep} from '../../../ledger/approvals/read-step.js'
import type {ViewDifference} from '../../store.js'
import {approvalColumns, approvalRow} from '../approvals.js'
import type {Connection} from '../connection.js'
import {noDifference, rowDifference} from './difference.js'
import {type EntryFacts, nothingSaid} from './entry-facts.js'

const rowSql = `SELECT ${approvalColumns.join(', ')} FROM approvals WHERE call_seq = ?`
const callSql =
  "SELECT CASE WHEN json_valid(content) THEN json_extract(content, '$.approval_seal') END FROM entries WHERE seq = ?"

/** Approvals as they are kept, beside what their entries come to. */
export class ApprovalsCheck {
  /** Those that may still change: the others were compared already. */
  private readonly open = new Map<string, ApprovalState>()
  private count = 0

  constructor(private readonly connection: Connection) {}

  entry({entry: {kind, seq, atMs, sessionId}, said = nothingSaid}: EntryFacts): readonly ViewDifference[] {
    const step = kind === 'approval' ? readStep(said) : undefined
    const state = step && this.after({seq, atMs, sessionId, body: step})
    if (state === undefined) return noDifference
    if (!isOver(state)) {
      this.open.set(state.id, state)
      return noDifference
    }
    this.open.delete(state.id)
    return this.compare(state)
  }

  /** Nothing for a step of what was never asked: that is found where steps are. */
  private after(step: Parameters<typeof afterStep>[1]): ApprovalState | undefined {
    if (step.body.step === 'asked') {
      this.count++
      return askedState(step, step.body)
    }
    const before = this.open.get(step.body.approval_id)
    return before && afterStep(before, step)
  }

  private compare(state: ApprovalState): readonly ViewDifference[] {
    const kept = this.connection.get(rowSql, [state.callSeq])
    const seal = (this.connection.get(callSql, [state.callSeq])?.[0] ?? null) as string | null
    return rowDifference('approvals', state.id, approvalColumns, kept, approvalRow({state, seal}))
  }

  *end(): Generator<ViewDifference> {
    for (const state of this.open.values()) yield* this.compare(state)
    const kept = this.connection.get('SELECT count(*) FROM approvals')
    yield* rowDifference('approvals', 'all', ['count'], kept, [this.count])
  }
}
