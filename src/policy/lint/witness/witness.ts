import type {Effect} from '../../../model/effect.js'
import type {Verdict} from '../../../model/verdict.js'
import type {Value} from '../../values/value.js'
import type {Scenario} from './scenario.js'
import type {Search} from './search.js'

/** A call that shows a finding, and what the policy says of it. What it leaves out is none, or 0. */
export interface Witness {
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly session?: Readonly<Record<string, unknown>>
  readonly agent?: Readonly<Record<string, unknown>>
  readonly user?: Readonly<Record<string, unknown>>
  /** By rule: how many calls its limit has counted before. */
  readonly limits?: Readonly<Record<string, number>>
  readonly now?: string
  /** What the policy says of it, also where shadow mode lets it run. */
  readonly decision: Effect
  /** The rule that decides it, or null when none does. */
  readonly rule: string | null
}

/** The witness that a scenario is, once decided. */
export function witnessOf({policy}: Search, scenario: Scenario, {ruling, ruleName}: Verdict): Witness {
  const {tool, args} = scenario.call
  const asksClock = policy.candidatesFor(tool).needs.datetime
  return {
    tool,
    args,
    ...optional('metadata', scenario.below('metadata')),
    ...optional('session', scenario.below('session')),
    ...optional('agent', scenario.below('agent')),
    ...optional('user', scenario.below('user')),
    ...optional('limits', Object.fromEntries(scenario.limits)),
    ...(asksClock ? {now: new Date(scenario.nowMs).toISOString()} : {}),
    decision: ruling,
    rule: ruleName,
  }
}

const optional = (key: string, map: Record<string, Value>): object =>
  Object.keys(map).length === 0 ? {} : {[key]: map}

export function decided(search: Search, scenario: Scenario): Witness | null {
  const verdict = search.decide(scenario)
  return verdict === undefined ? null : witnessOf(search, scenario, verdict)
}
