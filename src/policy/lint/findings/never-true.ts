import {printExpression} from '../../parse/print.js'
import type {Literal} from '../logic/clause.js'
import {type Clause, clausesOf, product} from '../logic/clause.js'
import {isImpossible} from '../logic/impossible.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {solve} from '../witness/solve.js'
import {type Witness, witnessOf} from '../witness/witness.js'
import type {Finding, Inspection} from './finding.js'

/** Rules whose own requirements can't all hold. */
export function* findNeverTrue(inspection: Inspection): Generator<Finding> {
  for (const logic of inspection.logics) {
    const {rule, holds, applies, parts} = logic
    if (holds === undefined) inspection.giveUp()
    if (holds === undefined || holds.length > 0) continue
    const clauses = product(parts.map((part) => clausesOf(part, ['true']))) ?? []
    const conflict = conflictIn(clauses)
    const last = conflict.at(-1)
    yield {
      rule,
      code: 'NEVER_TRUE',
      message: messageFor(conflict, clauses.length, applies?.length === 0),
      suggestion:
        conflict.length > 1
          ? 'Correct one of them, write or between them if one is enough, or remove the rule.'
          : 'Correct it, or remove the rule.',
      where: last?.atom.where ?? {key: 'condition'},
      witness: witnessFor(inspection, logic, clauses.length > 0 ? clauses : [others(logic)]),
    }
  }
}

/** The fewest literals of a clause that can't hold together. */
function conflictIn([clause = []]: readonly Clause[]): Clause {
  const alone = clause.find((literal) => isImpossible([literal]))
  if (alone !== undefined) return [alone]
  for (const [at, second] of clause.entries()) {
    const first = clause.slice(0, at).find((each) => isImpossible([each, second]))
    if (first !== undefined) return [first, second]
  }
  return clause
}

function messageFor(conflict: Clause, ways: number, isWhole: boolean): string {
  const [first, second] = conflict.map(literalText)
  const rest = isWhole ? '' : ". The rule is left with calls for which it can't be worked out"
  if (first === undefined) return `The condition is never true${rest}`
  if (conflict.length === 1) return `${first} never holds, so the rule never applies${rest}`
  const which =
    conflict.length === 2 ? `${first} and ${second} never hold together` : 'What it asks never holds together'
  return ways === 1
    ? `${which}, so the rule never applies${rest}`
    : `Nothing meets what the rule asks: ${which}, and the other ways it could hold fail alike${rest}`
}

/** A literal as the policy says it; one of the older conditions as an expression would. */
function literalText({atom: {text, expression, isInverted}, outcome}: Literal): string {
  const said = text === '' && expression !== undefined ? printExpression(expression) : text
  return (outcome === 'true') === isInverted ? `\`not (${said})\`` : `\`${said}\``
}

/** What the rule asks beside its condition, when that never holds by itself. */
const others = ({parts}: RuleLogic): Clause => parts.flatMap((part) => clausesOf(part, ['true'])?.[0] ?? [])

/** A call that comes as near as can be to what the rule asks, and that the rule does not decide. */
function witnessFor(inspection: Inspection, {rule}: RuleLogic, clauses: readonly Clause[]): Witness | null {
  for (const clause of clauses) {
    for (const literal of [undefined, ...clause.toReversed()]) {
      const rest = clause.filter((each) => each !== literal)
      const scenario = isImpossible(rest) ? undefined : solve(inspection, rest)
      const verdict = scenario && inspection.decide(scenario)
      if (scenario && verdict && verdict.ruleName !== rule.name)
        return witnessOf(inspection, scenario, verdict)
    }
  }
  return null
}
