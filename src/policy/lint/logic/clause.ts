import type {Atom, Outcome} from './atom.js'
import type {Formula} from './formula.js'
import {isImpossible} from './impossible.js'

/** An atom, and what it is to come to. */
export interface Literal {
  readonly atom: Atom
  readonly outcome: Outcome
}

/** Calls for which each of these atoms comes to this. */
export type Clause = readonly Literal[]

/** Formulas that fall into more clauses are not looked into: nothing is said of their rules. */
const mostClauses = 64

/**
 * Clauses that together hold every call for which a formula comes to one of these outcomes, and maybe others. Nothing when they
 * would be too many.
 */
export function clausesOf(formula: Formula, outcomes: readonly Outcome[]): readonly Clause[] | undefined {
  return union(outcomes.map((outcome) => clausesFor(formula, outcome)))
}

function clausesFor(formula: Formula, outcome: Outcome): readonly Clause[] | undefined {
  switch (formula.kind) {
    case 'constant':
      return String(formula.value) === outcome ? [[]] : []
    case 'atom':
      return [[{atom: formula.atom, outcome}]]
    case 'not':
      return clausesFor(formula.part, opposite[outcome])
    case 'all':
    case 'any':
      return joined(formula.parts, formula.kind === 'all' ? 'true' : 'false', outcome)
  }
}

const opposite: Readonly<Record<Outcome, Outcome>> = {true: 'false', false: 'true', error: 'error'}

/** Of parts of which each must come to `going` for the next to be asked. */
function joined(parts: readonly Formula[], going: Outcome, outcome: Outcome): readonly Clause[] | undefined {
  if (outcome === going) return product(parts.map((part) => clausesFor(part, going)))
  // What came before the part that settles it is left open: that can only make for more calls.
  if (outcome !== 'error') return union(parts.map((part) => clausesFor(part, outcome)))
  return union(
    parts.map((part, at) => {
      const before = parts.slice(0, at).map((each) => clausesFor(each, going))
      return mayFail(part) ? product([...before, clausesFor(part, 'error')]) : []
    }),
  )
}

function mayFail(formula: Formula): boolean {
  if (formula.kind === 'constant') return false
  if (formula.kind === 'atom') return !isImpossible([{atom: formula.atom, outcome: 'error'}])
  return formula.kind === 'not' ? mayFail(formula.part) : formula.parts.some(mayFail)
}

export function union(all: readonly (readonly Clause[] | undefined)[]): readonly Clause[] | undefined {
  const found: Clause[] = []
  for (const clauses of all) {
    if (clauses === undefined || found.length + clauses.length > mostClauses) return undefined
    found.push(...clauses)
  }
  return found
}

/** The calls that are in all of them. */
export function product(all: readonly (readonly Clause[] | undefined)[]): readonly Clause[] | undefined {
  let found: readonly Clause[] = [[]]
  for (const clauses of all) {
    if (clauses === undefined || found.length * clauses.length > mostClauses) return undefined
    found = found.flatMap((clause) => clauses.map((other) => both(clause, other)))
  }
  return found
}

/** The calls that are in both. */
export const both = (clause: Clause, other: Clause): Clause => [
  ...clause,
  ...other.filter(({atom, outcome}) =>
    clause.every((literal) => literal.atom.key !== atom.key || literal.outcome !== outcome),
  ),
]
