import {runs} from '../../../model/effect.js'
import type {Rule} from '../../rule/rule.js'
import {placesOf} from '../logic/place.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {Scenario} from '../witness/scenario.js'
import {solve} from '../witness/solve.js'
import {type Witness, witnessOf} from '../witness/witness.js'
import type {Inspection} from './finding.js'
import {holdingText, type TextTest} from './text-test.js'

/** Two texts that lead to the same place. */
export interface Spellings {
  readonly plain: string
  readonly odd: string
}

export interface Difference extends Spellings {
  /** The call with the odd spelling, which is let through. */
  readonly witness: Witness
}

/**
 * Two calls that differ only in how an argument is spelled, of which the policy refuses the plain and lets the odd one
 * through, because of this rule.
 */
export function differenceFor(
  inspection: Inspection,
  logic: RuleLogic,
  test: TextTest,
  pairs: readonly Spellings[],
): Difference | undefined {
  for (const pair of pairs) {
    // Enough for a few decisions.
    if (!inspection.spend(20)) return undefined
    const own = runs(logic.rule.effect) ? pair.odd : pair.plain
    const start = new Scenario().with(test.place, holdingText(test, own))
    for (const clause of (logic.holds ?? []).slice(0, 8)) {
      const rest = clause.filter(
        ({atom: {expression}}) =>
          expression === undefined || !placesOf(expression).some(({key}) => key === test.place.key),
      )
      const scenario = solve(inspection, rest, start)
      const witness = scenario && letThrough(inspection, logic.rule, scenario, test, pair)
      if (witness !== undefined) return {...pair, witness}
    }
  }
  return undefined
}

function letThrough(
  inspection: Inspection,
  rule: Rule,
  scenario: Scenario,
  test: TextTest,
  {plain, odd}: Spellings,
): Witness | undefined {
  const oddly = scenario.with(test.place, holdingText(test, odd))
  const verdict = inspection.decide(oddly)
  const plainly = verdict && inspection.decide(scenario.with(test.place, holdingText(test, plain)))
  if (verdict === undefined || plainly === undefined) return undefined
  const responsible = runs(rule.effect) ? verdict.ruleName : plainly.ruleName
  const isWrong = runs(verdict.ruling) && !runs(plainly.ruling) && responsible === rule.name
  return isWrong ? witnessOf(inspection, oddly, verdict) : undefined
}
