import type {Verdict} from '../../../model/verdict.js'
import type {CompiledPolicy} from '../../compiled-policy.js'
import type {Scenario} from './scenario.js'

/**
 * What a search for calls may use: the policy, and a number of steps, about a microsecond each. A policy that is large and alike
 * all over is not compared rule by rule for hours.
 */
export class Search {
  /** Whether something was left out because it would have been too much. */
  isIncomplete = false
  private readonly asked = new Set<string>()
  private readonly positions: ReadonlyMap<string, number>

  constructor(
    readonly policy: CompiledPolicy,
    /** Tools that are known to exist, tried before made-up names. */
    readonly knownTools: readonly string[],
    private steps: number,
  ) {
    this.positions = new Map(policy.rules.map(({name, position}) => [name, position]))
  }

  /** Whether there is enough left for this many steps. */
  spend(steps: number): boolean {
    this.steps -= steps
    if (this.steps >= 0) return true
    this.giveUp()
    return false
  }

  /** Notes that something could not be looked into. */
  giveUp(): void {
    this.isIncomplete = true
  }

  /** What the policy says of a call, or nothing when the steps are used up. */
  decide(scenario: Scenario): Verdict | undefined {
    const {tool} = scenario.call
    const {rules} = this.policy
    // A tool is looked up among all rules when it is first met.
    const look = this.asked.has(tool) ? 0 : rules.length / 2
    this.asked.add(tool)
    if (!this.spend(look + 10)) return undefined
    const verdict = scenario.decide(this.policy)
    this.spend(Math.min(this.policy.candidatesFor(tool).rules.length, this.positionOf(verdict)) / 5)
    return verdict
  }

  /** The place among the rules of the one that decided; past the last where none did. */
  positionOf({ruleName}: Verdict): number {
    return ruleName === null ? this.positions.size : (this.positions.get(ruleName) ?? this.positions.size)
  }
}
