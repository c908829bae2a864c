import {runs} from '../../../model/effect.js'
import {both, type Clause} from '../logic/clause.js'
import {isImpossible} from '../logic/impossible.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {applies} from '../witness/applies.js'
import type {Scenario} from '../witness/scenario.js'
import {solve} from '../witness/solve.js'
import {decided, type Witness} from '../witness/witness.js'
import {reachable} from './always-true.js'
import {type Finding, type Inspection, ruleText} from './finding.js'
import {ToolIndex} from './rule-index.js'

/** More combinations of two rules' sides are not tried. */
const mostTried = 6
const stepsPerPair = 4

/**
 * Rules that deny, or ask, and come after a rule that lets some of their calls run. Told only where neither is an exception
 * from the other: an exception is narrower, and comes first. A deny before an allow is told never: what denies first is meant to.
 */
export function* findOverlaps(
  inspection: Inspection,
  isTold: (logic: RuleLogic) => boolean,
): Generator<Finding> {
  const letting = new ToolIndex()
  for (const logic of reachable(inspection)) {
    const isUsable = (logic.holds?.length ?? 0) > 0 && !isTold(logic)
    if (!isUsable) continue
    if (runs(logic.rule.effect)) letting.add(logic)
    else yield* overlapOf(inspection, letting.beside(logic), logic)
  }
}

/** One for each rule that is weakened: moving it mends them all. */
function* overlapOf(
  inspection: Inspection,
  earlier: Iterable<RuleLogic>,
  strict: RuleLogic,
): Generator<Finding> {
  for (const lenient of earlier) {
    if (!inspection.spend(1)) return
    if (!areAboutTheSame(lenient, strict)) continue
    const witness = sharedCall(inspection, lenient, strict)
    if (witness === undefined) continue
    yield findingFor(lenient, strict, witness)
    return
  }
}

function findingFor(lenient: RuleLogic, strict: RuleLogic, witness: Witness): Finding {
  const {name, effect} = strict.rule
  const what = effect === 'deny' ? 'denies' : 'asks a person about'
  return {
    rule: strict.rule,
    code: 'RULES_OVERLAP',
    message: `Some calls that "${name}" ${what} are let through by ${ruleText(lenient.rule)}, which comes first`,
    suggestion: `Move it before "${lenient.rule.name}" if it is to hold for those calls too.`,
    witness,
  }
}

/** A call that both are about and the earlier rule decides, if each also has calls of its own. */
function sharedCall(inspection: Inspection, lenient: RuleLogic, strict: RuleLogic): Witness | undefined {
  const {policy} = inspection
  const isDecidedBy = ({rule}: RuleLogic, call: Scenario): boolean =>
    inspection.decide(call)?.ruleName === rule.name
  const isFor = ({rule}: RuleLogic, call: Scenario): boolean => applies(rule, call.trial(policy))
  const find = (left: RuleLogic, right: readonly Clause[] = [], isFound: (call: Scenario) => boolean) =>
    callFor(inspection, left.holds ?? [], right, isFound)

  const shared = find(lenient, strict.holds, (call) => isFor(strict, call) && isDecidedBy(lenient, call))
  const isWider =
    shared && find(lenient, strict.misses, (call) => isFor(lenient, call) && !isFor(strict, call))
  const isAlive =
    isWider && find(strict, lenient.misses, (call) => !isFor(lenient, call) && isDecidedBy(strict, call))
  return isAlive && shared && (decided(inspection, shared) ?? undefined)
}

function callFor(
  inspection: Inspection,
  left: readonly Clause[],
  right: readonly Clause[],
  isFound: (found: Scenario) => boolean,
): Scenario | undefined {
  if (!inspection.spend(stepsPerPair * left.length * right.length)) return undefined
  const combined = left.flatMap((clause) => right.map((other) => both(clause, other)))
  for (const clause of combined.filter((each) => !isImpossible(each)).slice(0, mostTried)) {
    const scenario = solve(inspection, clause)
    if (scenario !== undefined && isFound(scenario)) return scenario
  }
  return undefined
}

/** Whether whoever wrote the later rule is likely to have meant it for calls of the earlier one too. */
function areAboutTheSame({topics: first}: RuleLogic, {topics: second, rule}: RuleLogic): boolean {
  // Who may do more than others is an exception, however it is put.
  if (first.asksWho && !second.asksWho) return false
  if (second.namesTools || second.args.size === 0) return true
  // A rule for every tool speaks of arguments that some tools have, and others have not.
  if (first.args.size === 0) return rule.effect === 'deny'
  return [...second.args].every((arg) => first.args.has(arg))
}
