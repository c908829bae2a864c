import {runs} from '../../../model/effect.js'
import {placesOf} from '../logic/place.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {solve} from '../witness/solve.js'
import {type Witness, witnessOf} from '../witness/witness.js'
import type {Finding, Inspection} from './finding.js'

/** Rules that let a call run because of what the caller says of itself, whoever it is. */
export function* findAllowedClaims(inspection: Inspection): Generator<Finding> {
  for (const logic of inspection.logics) {
    const {rule, atoms, places} = logic
    const roots = new Set<string>(places.map(({path}) => path[0]))
    if (!runs(rule.effect) || !roots.has('metadata') || roots.has('agent') || roots.has('user')) continue
    const witness = claimedCall(inspection, logic)
    if (witness === undefined) continue
    yield {
      rule,
      code: 'ALLOW_ON_METADATA',
      message:
        'Whoever claims this in its metadata is let through: nobody has checked what a caller says of itself',
      suggestion:
        'Ask for what the server knows of the caller: agents: {ids, tiers, tags}, or agent.id in the condition.',
      where: atoms.find(
        ({expression}) => expression && placesOf(expression).some(({path}) => path[0] === 'metadata'),
      )?.where ?? {key: 'condition'},
      witness,
    }
  }
}

/** A call that the rule lets run, and that would not run without its claims. */
function claimedCall(inspection: Inspection, {rule, holds = []}: RuleLogic): Witness | undefined {
  for (const clause of holds.slice(0, 8)) {
    const scenario = solve(inspection, clause)
    const verdict = scenario && inspection.decide(scenario)
    if (scenario === undefined || verdict?.ruleName !== rule.name) continue
    const unclaimed = inspection.decide(scenario.withoutClaims())
    if (unclaimed && runs(verdict.ruling) && !runs(unclaimed.ruling))
      return witnessOf(inspection, scenario, verdict)
  }
  return undefined
}
