import type {Call} from '../../model/call.js'
import type {Facts, SessionFacts as SessionKnown} from '../../model/facts.js'
import type {Clock, Datetime} from '../clock.js'
import type {AgentFacts, Scope, SessionFacts, UserFacts} from '../compile/scope.js'
import type {ValueMap} from '../values/value.js'

const noMetadata: ValueMap = Object.freeze({})
const noFaults: readonly RuleFault[] = Object.freeze([])
const noCounts: readonly string[] = Object.freeze([])

/** One call as the rules look at it: what conditions may name, and what was noted on the way. */
export class Trial implements Scope {
  readonly tool_name: string
  readonly tool_args: ValueMap
  readonly metadata: ValueMap
  /** Rules that could not be worked out. Most calls have none, and pay for none. */
  private notedFaults: RuleFault[] | undefined = undefined
  /** Rules whose limits this call was measured by and kept. */
  private notedCounts: string[] | undefined = undefined
  private knownSession: SessionFacts | null | undefined = undefined
  private knownDatetime: Datetime | undefined = undefined

  constructor(
    call: Call,
    readonly facts: Facts,
    private readonly clock: Clock,
    private readonly nowMs: number,
  ) {
    this.tool_name = call.tool
    // Arguments are JSON, whoever sends them: the server checks, and a condition fails on anything else.
    this.tool_args = call.args as ValueMap
    this.metadata = (call.metadata ?? noMetadata) as ValueMap
  }

  noteFault(fault: RuleFault): void {
    if (this.notedFaults === undefined) this.notedFaults = [fault]
    else this.notedFaults.push(fault)
  }

  noteCount(ruleName: string): void {
    if (this.notedCounts === undefined) this.notedCounts = [ruleName]
    // A limit is asked for once more when its comparison is taken down.
    else if (!this.notedCounts.includes(ruleName)) this.notedCounts.push(ruleName)
  }

  get faults(): readonly RuleFault[] {
    return this.notedFaults ?? noFaults
  }

  get countsToward(): readonly string[] {
    return this.notedCounts ?? noCounts
  }

  get session(): SessionFacts | null {
    this.knownSession ??= this.facts.session ? sessionScope(this.facts.session) : null
    return this.knownSession
  }

  get agent(): AgentFacts | null {
    const {agent} = this.facts
    return agent ? {id: agent.id, name: agent.name, trust_tier: agent.trustTier, tags: agent.tags} : null
  }

  get user(): UserFacts | null {
    const {user} = this.facts
    return user ? {id: user.id} : null
  }

  get datetime(): Datetime {
    this.knownDatetime ??= this.clock(this.nowMs)
    return this.knownDatetime
  }
}

const sessionScope = (session: SessionKnown): SessionFacts => ({
  id: session.id,
  action_count: session.actionCount,
  allowed_count: session.allowedCount,
  denied_count: session.deniedCount,
  estimated_cost: session.estimatedCost,
  age_seconds: session.ageSeconds,
  calls: session.calls,
})

/** A rule that could not be worked out for a call. */
export interface RuleFault {
  readonly ruleName: string
  readonly message: string
}
