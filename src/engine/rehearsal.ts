import type {Decision} from '../model/decision.js'
import type {Explanation} from '../model/explanation.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {explain} from '../policy/explain/explain.js'
import {redactExplanation} from '../policy/redact.js'
import type {LedgerReader, Store} from '../store/store.js'
import {type BookedApproval, booked} from './approvals/approval-book.js'
import {byClock} from './approvals/approval-view.js'
import {mayBeAsked, sealOf} from './approvals/open-book.js'
import {type Ruling, ruleOn} from './approvals/ruling.js'
import {shownDecision} from './decision-content.js'
import type {CallInTerms} from './job.js'
import type {LedgerKeeper} from './ledger-keeper.js'
import type {PolicySupply} from './policy-supply.js'
import {survey} from './survey.js'
import {toldDecision} from './told-decision.js'

interface Situation extends Ruling {
  readonly policy: CompiledPolicy
  readonly nowMs: number
}

/** Decides calls as if they were made now, keeps nothing of it, and makes no writer wait. */
export class Rehearsal {
  constructor(
    private readonly store: Pick<Store, 'read' | 'head'>,
    private readonly policies: Pick<PolicySupply, 'current'>,
    private readonly keeper: LedgerKeeper,
    private readonly now: () => number,
  ) {}

  async decide(asked: CallInTerms): Promise<Decision> {
    return decisionOf(asked, await this.situation(asked))
  }

  async explain(asked: CallInTerms): Promise<{decision: Decision; explanation: Explanation}> {
    const {call} = asked
    const situation = await this.situation(asked)
    const {policy, facts, nowMs} = situation
    return {
      decision: decisionOf(asked, situation),
      explanation: redactExplanation(policy, call, explain(policy, call, facts, nowMs)),
    }
  }

  private async situation(asked: CallInTerms): Promise<Situation> {
    const {policy} = await this.policies.current()
    const seal = await this.sealOf(asked, policy)
    return this.store.read(async (reader) => {
      const nowMs = this.now()
      const known = await survey(reader, policy, [asked], [], nowMs)
      const approvals = seal === undefined ? [] : await approvalsOf(reader, seal, nowMs)
      return {...ruleOn({...asked, policy, known}, approvals), policy, nowMs}
    })
  }

  /** What an approval of the call is bound to; nothing where there can be none. */
  private async sealOf(asked: CallInTerms, policy: CompiledPolicy): Promise<string | undefined> {
    const head = await this.store.head()
    if (head.seq === 0 || !mayBeAsked(asked, policy)) return undefined
    // Where the ledger can't be written to, nothing can be spent either.
    const kept = await this.keeper.keep(head).catch(() => undefined)
    return kept && sealOf(asked, kept)
  }
}

/** As they would be found: what the clock has decided would be put on record first. */
async function approvalsOf(reader: LedgerReader, seal: string, nowMs: number): Promise<BookedApproval[]> {
  const found = await reader.approvalsBySeal([seal])
  return found.map((stored) => booked({...stored, state: byClock(stored.state, nowMs)}))
}

function decisionOf({call}: CallInTerms, {policy, verdict, approval, nowMs}: Situation): Decision {
  const shown = shownDecision(policy, call, verdict)
  // Nothing is run with them, so that they may be shown.
  return toldDecision(verdict, shown, shown.args, {
    logId: null,
    sessionId: call.sessionId,
    nowMs,
    approvalId: approval?.state.id ?? null,
  })
}
