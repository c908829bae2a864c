import {clausesOf} from '../logic/clause.js'
import type {Formula} from '../logic/formula.js'
import {isImpossible} from '../logic/impossible.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {atomsIn} from '../logic/rule-logic.js'
import {solve} from '../witness/solve.js'
import {type Witness, witnessOf} from '../witness/witness.js'
import type {Finding, Inspection} from './finding.js'

/** The first rule that takes every call, if others come after it. */
export function findCatchAll({logics}: Inspection): RuleLogic | undefined {
  const found = logics.find(({misses}) => misses?.length === 0)
  return found === logics.at(-1) ? undefined : found
}

/** The rules that are asked at all: those after a rule that takes every call are told of together, with it. */
export function reachable(inspection: Inspection): readonly RuleLogic[] {
  const {logics} = inspection
  return logics.slice(0, (findCatchAll(inspection)?.rule.position ?? logics.length) + 1)
}

export function catchAllFinding(inspection: Inspection, {rule}: RuleLogic): Finding {
  const after = inspection.logics.slice(rule.position + 1)
  const [next] = after
  const them =
    after.length === 1
      ? `"${next?.rule.name}", which comes after it, is`
      : `the ${after.length} rules after it are`
  return {
    rule,
    code: 'ALWAYS_APPLIES',
    message: `"${rule.name}" applies to every call: ${them} never asked`,
    suggestion: 'Move it to the end, or say which calls it is about.',
    witness: taken(inspection, after, rule.name),
  }
}

/** A call that a later rule is about, and that this one takes. */
function taken(inspection: Inspection, after: readonly RuleLogic[], name: string): Witness | null {
  for (const {holds = []} of after.slice(0, 20)) {
    for (const clause of holds) {
      const scenario = solve(inspection, clause)
      const verdict = scenario && inspection.decide(scenario)
      if (scenario && verdict?.ruleName === name) return witnessOf(inspection, scenario, verdict)
    }
  }
  return null
}

/** Conditions that look as if they asked something, and hold for every call. */
export function* findAlwaysTrue(inspection: Inspection): Generator<Finding> {
  for (const logic of inspection.logics) {
    const {rule, parts} = logic
    const condition = parts.find(isCondition)
    if (condition === undefined || !isAlwaysTrue(condition, rule.isStrict)) continue
    const witness = ownCall(inspection, logic)
    if (witness === null) continue
    yield {
      rule,
      code: 'ALWAYS_TRUE',
      message: 'The condition holds for every call',
      suggestion: 'Write and instead of or if all of it must hold, or remove the condition.',
      where: {key: 'condition'},
      witness,
    }
  }
}

const isCondition = (part: Formula): boolean => atomsIn(part)[0]?.where.key === 'condition'

function isAlwaysTrue(condition: Formula, isStrict: boolean): boolean {
  return clausesOf(condition, isStrict ? ['false'] : ['false', 'error'])?.every(isImpossible) === true
}

function ownCall(inspection: Inspection, {rule, parts}: RuleLogic): Witness | null {
  const asked = parts
    .flatMap((part) => (isCondition(part) ? [] : [clausesOf(part, ['true'])?.[0] ?? []]))
    .flat()
  const scenario = solve(inspection, asked)
  const verdict = scenario && inspection.decide(scenario)
  return scenario && verdict?.ruleName === rule.name ? witnessOf(inspection, scenario, verdict) : null
}
