import {both, type Clause} from '../logic/clause.js'
import {isImpossible} from '../logic/impossible.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {applies} from '../witness/applies.js'
import {solve} from '../witness/solve.js'
import {type Witness, witnessOf} from '../witness/witness.js'
import {reachable} from './always-true.js'
import {type Finding, type Inspection, ruleText} from './finding.js'
import {RuleIndex} from './rule-index.js'

/** More of an earlier rule's sides, or of what is left of a rule, are not looked at. */
const mostLeft = 48
/** More earlier rules than these together are not taken for what keeps a rule from being asked. */
const mostTakers = 12
const tooMany = 10 * mostLeft

/** Rules whose calls are all taken by earlier ones. */
export function* findShadowed(inspection: Inspection): Generator<Finding> {
  const index = new RuleIndex()
  for (const logic of reachable(inspection)) {
    if ((logic.holds?.length ?? 0) > 0) yield* findFor(inspection, index.around(logic), logic)
    if (logic.misses !== undefined) index.add(logic)
  }
}

function* findFor(
  inspection: Inspection,
  earlier: Iterable<RuleLogic>,
  logic: RuleLogic,
): Generator<Finding> {
  const {holds, applies} = logic
  if (holds === undefined) return
  const takers = takersOf(inspection, earlier, holds)
  if (takers === undefined) return
  const isWhole = applies !== undefined && left(takers, applies).length === 0
  yield finding(inspection, logic, takers, isWhole)
}

/** The earlier rules that together take all of these calls: one if one is enough. */
function takersOf(
  inspection: Inspection,
  earlier: Iterable<RuleLogic>,
  calls: readonly Clause[],
): readonly RuleLogic[] | undefined {
  const terms = new Set(calls.flatMap((clause) => clause.map(({atom}) => atom.term.key)))
  const some: RuleLogic[] = []
  let rest = calls
  for (const logic of earlier) {
    if (!inspection.spend(1)) return undefined
    if (!mayTake(logic, terms)) continue
    if (!inspection.spend(2 * (calls.length + rest.length) * (logic.misses?.length ?? 1))) return undefined
    if (without(calls, logic).length === 0) return [logic]
    const smaller = without(rest, logic)
    // What an earlier rule cuts into more pieces than this is looked at as it was.
    if (smaller === rest || smaller.length > mostLeft || some.length === mostTakers) continue
    rest = smaller
    some.push(logic)
    if (rest.length === 0) return needed(some, calls)
  }
  return undefined
}

/** Those without which something would be left. */
function needed(takers: readonly RuleLogic[], calls: readonly Clause[]): readonly RuleLogic[] {
  return takers.reduce((kept, taker) => {
    const others = kept.filter((each) => each !== taker)
    return left(others, calls).length === 0 ? others : kept
  }, takers)
}

const left = (takers: readonly RuleLogic[], calls: readonly Clause[]): readonly Clause[] =>
  takers.reduce((rest, taker) => (rest.length > tooMany ? rest : without(rest, taker)), calls)

/** What a rule leaves of some calls: the same list when it takes none of them. */
function without(calls: readonly Clause[], logic: RuleLogic): readonly Clause[] {
  if (calls.every((clause) => isApart(clause, logic))) return calls
  return calls.flatMap((clause) => (isApart(clause, logic) ? [clause] : restOf(clause, logic)))
}

/** Whether a rule takes none of these calls. */
const isApart = (clause: Clause, {applies}: RuleLogic): boolean =>
  applies?.every((own) => isImpossible(both(clause, own))) === true

const restOf = (clause: Clause, {misses = []}: RuleLogic): readonly Clause[] =>
  misses.map((miss) => both(clause, miss)).filter((rest) => !isImpossible(rest))

/** A rule that also asks of something else than these calls do can't take them all. */
const mayTake = ({misses = []}: RuleLogic, terms: ReadonlySet<string>): boolean =>
  misses.every((clause) => clause.some(({atom}) => terms.has(atom.term.key)))

function finding(
  inspection: Inspection,
  logic: RuleLogic,
  takers: readonly RuleLogic[],
  isWhole: boolean,
): Finding {
  const {rule} = logic
  const names = takers.map((taker) => ruleText(taker.rule)).join(' and ')
  const take = takingVerb(logic, takers)
  const message = isWhole
    ? `"${rule.name}" can never apply: ${names} ${take} every call it is about`
    : `"${rule.name}" applies to no call that meets what it asks: ${names} ${take} them all. It is left with calls for which it can't be worked out`
  return {
    rule,
    code: isOverruled(logic, takers) ? 'ALLOW_AFTER_DENY' : 'RULE_SHADOWED',
    message,
    suggestion: suggestionFor(logic, takers),
    witness: witnessFor(inspection, logic),
  }
}

function takingVerb(logic: RuleLogic, takers: readonly RuleLogic[]): string {
  if (isOverruled(logic, takers)) return takers.length === 1 ? 'denies' : 'deny'
  return takers.length === 1 ? 'takes' : 'take'
}

const isOverruled = ({rule}: RuleLogic, takers: readonly RuleLogic[]): boolean =>
  rule.effect === 'allow' && takers.every((taker) => taker.rule.effect === 'deny')

function suggestionFor({rule}: RuleLogic, takers: readonly RuleLogic[]): string {
  const [first] = takers
  const isSame = takers.every((taker) => taker.rule.effect === rule.effect)
  const move = `ove it before "${first?.rule.name}"`
  return isSame
    ? `Remove it, or m${move} if that is to be narrowed.`
    : `M${move} if it is meant as an exception, or remove it.`
}

/** A call that the rule is about, and that an earlier one takes. */
function witnessFor(inspection: Inspection, {rule, holds = []}: RuleLogic): Witness | null {
  const {policy} = inspection
  for (const clause of holds) {
    const scenario = solve(inspection, clause)
    const verdict = scenario && inspection.decide(scenario)
    // The rule itself, and the default, come later than that.
    const isTaken = verdict !== undefined && inspection.positionOf(verdict) < rule.position
    if (scenario && isTaken && applies(rule, scenario.trial(policy)))
      return witnessOf(inspection, scenario, verdict)
  }
  return null
}
