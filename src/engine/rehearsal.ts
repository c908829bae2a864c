import type {AskedCall} from '../model/asked-call.js'
import type {Decision} from '../model/decision.js'
import type {Explanation} from '../model/explanation.js'
import type {Facts} from '../model/facts.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {explain} from '../policy/explain/explain.js'
import {redactExplanation} from '../policy/redact.js'
import type {Store} from '../store/store.js'
import {shownDecision} from './decision-content.js'
import {factsOf} from './facts.js'
import type {PolicySupply} from './policy-supply.js'
import {survey} from './survey.js'
import {toldDecision} from './told-decision.js'
import {verdictOf} from './verdict.js'

interface Situation {
  readonly policy: CompiledPolicy
  readonly facts: Facts
  readonly nowMs: number
}

/** Decides calls as if they were made now, keeps nothing of it, and makes no writer wait. */
export class Rehearsal {
  constructor(
    private readonly store: Pick<Store, 'read'>,
    private readonly policies: Pick<PolicySupply, 'current'>,
    private readonly setting: {readonly now: () => number; readonly isBypassed: boolean},
  ) {}

  async decide(call: AskedCall): Promise<Decision> {
    return this.decision(call, await this.situation(call))
  }

  async explain(call: AskedCall): Promise<{decision: Decision; explanation: Explanation}> {
    const situation = await this.situation(call)
    const {policy, facts, nowMs} = situation
    return {
      decision: this.decision(call, situation),
      explanation: redactExplanation(policy, call, explain(policy, call, facts, nowMs)),
    }
  }

  private async situation(call: AskedCall): Promise<Situation> {
    const {policy} = await this.policies.current()
    const {needs} = policy.candidatesFor(call.tool)
    return this.store.read(async (reader) => {
      const nowMs = this.setting.now()
      const known = await survey(reader, policy, [call], [], nowMs)
      return {policy, facts: factsOf(call, needs, known), nowMs}
    })
  }

  private decision(call: AskedCall, {policy, facts, nowMs}: Situation): Decision {
    const verdict = verdictOf(policy, call, facts, {
      nowMs,
      isBypassed: this.setting.isBypassed,
      takesChangedArgs: true,
    })
    const shown = shownDecision(policy, call, verdict)
    // Nothing is run with them, so that they may be shown.
    return toldDecision(verdict, shown, shown.args, {logId: null, sessionId: call.sessionId, nowMs})
  }
}
