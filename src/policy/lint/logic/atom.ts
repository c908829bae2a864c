import type {Limit} from '../../../model/limit.js'
import {compileTest} from '../../compile/compile.js'
import type {Scope} from '../../compile/scope.js'
import type {Cell, Variables} from '../../compile/variables.js'
import type {Expression, Span} from '../../parse/expression.js'
import {printExpression} from '../../parse/print.js'
import type {Requirement} from '../../rule/requirement.js'
import {startCounting} from '../../values/budget.js'
import {EvaluationError} from '../../values/failure.js'
import type {Value} from '../../values/value.js'
import type {Pattern} from './pattern.js'
import {type Term, unknownTerm} from './term.js'

export type Outcome = 'true' | 'false' | 'error'

/** What is asked of a term, as far as there is something to conclude from it. */
export type Question =
  /** Is it one of these? None of them is a list or a map. */
  | {readonly kind: 'equals'; readonly values: readonly Value[]}
  | {readonly kind: 'order'; readonly operator: OrderOperator; readonly bound: number}
  /** Is it a text of one of these patterns? */
  | {readonly kind: 'text'; readonly patterns: readonly Pattern[]}
  /** Does it hold this, as a text, a list or a map? */
  | {readonly kind: 'holds'; readonly part: string; readonly pattern: Pattern}
  /** `under`, `host_in` and their like: is it in one of these places? */
  | {readonly kind: 'place'; readonly name: string; readonly options: readonly string[]}
  | {readonly kind: 'truth'}
  | {readonly kind: 'unknown'}

export type OrderOperator = '<' | '<=' | '>' | '>='

/** Where a requirement stands in its rule. */
export interface Where {
  readonly key: Requirement['key'] | 'tools'
  /** In the condition's text, when it is the condition. */
  readonly span?: Span
  /** Which of the rule's older conditions it is. */
  readonly block?: 'arg_contains' | 'arg_not_contains' | 'session_context'
}

/** The smallest thing that a rule asks. */
export interface Atom {
  /** The same for atoms that come out the same for every call. */
  readonly key: string
  /** As the policy has it. */
  readonly text: string
  /** It is written the other way round: `x != 1` stands for an atom that asks whether x is 1. */
  readonly isInverted: boolean
  readonly where: Where
  readonly term: Term
  readonly question: Question
  /** What it comes to for a value of its term; nothing when that does not settle it. */
  readonly test?: (value: Value) => Outcome
  /** What it comes to for a call; nothing when only deciding shows it. */
  readonly evaluate?: (scope: Scope) => Outcome
  /** What it asks, when it can be written as an expression. */
  readonly expression?: Expression
  readonly limit?: Limit
}

/** Where an atom stands, and how it is written there. */
export type Origin = Pick<Atom, 'text' | 'isInverted' | 'where'>

/** What an atom asks: the same with any subject. */
export interface Inquiry {
  readonly subject: Expression
  readonly term: Term
  readonly question: Question
  about(subject: Expression): Expression
}

/** An atom about one term. */
export function termAtom({subject, term, question, about}: Inquiry, origin: Origin): Atom {
  const cell: Cell = {value: null, reads: []}
  const ask = compiled(about(it), new Map([[it.name, cell]]))
  // The same few values are asked about again and again, with every other rule.
  const known = new Map<Value, Outcome>()
  const atom = expressionAtom(about(subject), origin)
  return {
    ...atom,
    key: `${printExpression(about(it))} ${term.key}`,
    term,
    question,
    test: (value) => {
      const answered = known.get(value)
      if (answered !== undefined) return answered
      cell.value = value
      const outcome = ask(nobody)
      if (known.size < mostKnown) known.set(value, outcome)
      return outcome
    },
  }
}

/** An atom of which no more is known than that it comes out alike wherever it stands. */
export function expressionAtom(expression: Expression, origin: Origin): Atom {
  const key = printExpression(expression)
  return {
    ...origin,
    key,
    term: unknownTerm(`? ${key}`),
    question: {kind: 'unknown'},
    evaluate: compiled(expression, new Map()),
    expression,
  }
}

const mostKnown = 16

// No name that a policy can write.
const it = {kind: 'name', name: '$', start: 0, end: 0} as const

const nobody: Scope = {
  tool_name: '',
  tool_args: {},
  session: null,
  agent: null,
  user: null,
  metadata: {},
  datetime: null,
}

/** Compiled when it is first asked: most atoms of a large policy never are. */
function compiled(expression: Expression, variables: Variables): (scope: Scope) => Outcome {
  let evaluate: ReturnType<typeof compileTest> | undefined
  return (scope) => {
    evaluate ??= compileTest(expression, {source: '', variables})
    startCounting()
    try {
      return evaluate(scope) ? 'true' : 'false'
    } catch (error) {
      if (error instanceof EvaluationError) return 'error'
      throw error
    }
  }
}
