import {AmbiguousInput} from '../../functions/ambiguous.js'
import {prepareUnder} from '../../functions/paths.js'
import {prepareHostIn} from '../../functions/url.js'
import {Kind} from '../../values/type.js'
import type {Value} from '../../values/value.js'
import type {Atom, Outcome} from './atom.js'
import type {Clause, Literal} from './clause.js'
import {isNoNumber} from './interval.js'
import {isNoneOf, meets} from './meets.js'
import {covers, exactly, meet, type Pattern} from './pattern.js'

/**
 * Whether no call whatever meets a clause. Says no when in doubt: what is said of a policy because of this answer is said for
 * certain. Each term is looked at by itself. Left out of account are only arguments of many mebibytes, for which a condition is
 * given up half-way.
 */
export function isImpossible(clause: Clause): boolean {
  return byTerm(clause).some(isTermImpossible)
}

function byTerm(clause: Clause): readonly Clause[] {
  const terms = new Map<string, Literal[]>()
  for (const literal of clause) {
    const {key} = literal.atom.term
    const known = terms.get(key)
    if (known === undefined) terms.set(key, [literal])
    else known.push(literal)
  }
  return [...terms.values()]
}

/** Literals about one term: whether it has no value that brings them all about. */
function isTermImpossible(literals: Clause): boolean {
  if (contradicts(literals)) return true
  const term = literals[0]?.atom.term
  if (term === undefined) return false
  if (term.mayFail && literals.every(({outcome}) => outcome === 'error')) return false
  return !kinds.some(({kind, isNone}) => (term.kinds & kind) !== 0 && !isNone(literals))
}

/** The same asked twice, with different answers. */
function contradicts(literals: Clause): boolean {
  const outcomes = new Map<string, Outcome>()
  return literals.some(({atom, outcome}) => {
    const known = outcomes.get(atom.key) ?? outcome
    outcomes.set(atom.key, outcome)
    return known !== outcome
  })
}

const onlyNull: readonly Value[] = [null]
const booleans: readonly Value[] = [true, false]
const noItems: Value = []
const noMembers: Value = {}

/** For each kind of value: whether none of that kind meets the literals. */
const kinds: readonly {kind: number; isNone: (literals: Clause) => boolean}[] = [
  {kind: Kind.null, isNone: (literals) => isNoneOf(onlyNull, literals)},
  {kind: Kind.boolean, isNone: (literals) => isNoneOf(booleans, literals)},
  {kind: Kind.number, isNone: isNoNumber},
  {kind: Kind.text, isNone: isNoText},
  {kind: Kind.list, isNone: (literals) => isNoContainer(noItems, literals)},
  {kind: Kind.map, isNone: (literals) => isNoContainer(noMembers, literals)},
]

/** All lists, and all maps, get the same answer to these. */
const sameForContainers = new Set<Atom['question']['kind']>(['equals', 'order', 'text', 'place'])

function isNoContainer(sample: Value, literals: Clause): boolean {
  return literals.some(({atom, outcome}) => {
    if (sameForContainers.has(atom.question.kind)) return !meets(sample, [{atom, outcome}])
    return outcome === 'error' && (atom.question.kind === 'truth' || atom.question.kind === 'holds')
  })
}

function isNoText(literals: Clause): boolean {
  const finite = finiteTexts(literals)
  if (finite !== undefined) return isNoneOf(finite, literals)
  if (literals.some(isNeverForText)) return true
  return isNoPattern(literals) || isNoPlace(literals)
}

/** The only texts there are, where literals name them. */
function finiteTexts(literals: Clause): readonly Value[] | undefined {
  for (const {atom, outcome} of literals) {
    if (atom.question.kind === 'truth' && outcome === 'false') return ['']
    if (atom.question.kind === 'equals' && outcome === 'true')
      return atom.question.values.filter((value) => typeof value === 'string')
  }
  return undefined
}

function isNeverForText({atom, outcome}: Literal): boolean {
  const {kind} = atom.question
  if (kind === 'order') return !meets('', [{atom, outcome}])
  return outcome === 'error' && kind !== 'place' && kind !== 'unknown'
}

function isNoPattern(literals: Clause): boolean {
  const wanted = literals.flatMap((literal) => (literal.outcome === 'true' ? [patternsOf(literal)] : []))
  const within = wanted.filter((patterns) => patterns !== undefined)
  const unwanted = literals.flatMap((literal) =>
    literal.outcome === 'false' ? (patternsOf(literal) ?? []) : [],
  )
  const [first = [[]], ...others] = within.toSorted((a, b) => a.length - b.length)
  if (within.length === 0) return false
  return first.every(
    (pattern) =>
      unwanted.some((other) => covers(other, pattern)) ||
      others.some((patterns) => !patterns.some((other) => meet(pattern, other))),
  )
}

/** The texts for which an atom is true, when that is all there is to it. */
function patternsOf({atom: {question}}: Literal): readonly Pattern[] | undefined {
  if (question.kind === 'text') return question.patterns
  if (question.kind === 'holds') return [question.pattern]
  if (question.kind === 'truth') return undefined
  if (question.kind !== 'equals') return undefined
  const patterns = question.values.flatMap((value) => (typeof value === 'string' ? [exactly(value)] : []))
  const known = patterns.filter((pattern) => pattern !== undefined)
  return known.length === patterns.length ? known : undefined
}

/** In one place, and not in another that lies around it, or that has nothing in common with it. */
function isNoPlace(literals: Clause): boolean {
  const asked = literals.flatMap(({atom: {question}, outcome}) =>
    question.kind === 'place' ? [{...question, outcome}] : [],
  )
  return asked.some(
    (inside) =>
      inside.outcome === 'true' &&
      asked.some((other) => {
        if (other.name !== inside.name) return false
        return other.outcome === 'true'
          ? areApart(inside.name, inside.options, other.options)
          : inside.options.every((option) => liesIn(inside.name, option, other.options))
      }),
  )
}

/** Whether whatever is in one place is, without doubt, in one of the others too. */
function liesIn(name: string, option: string, others: readonly string[]): boolean {
  if (others.includes(option)) return true
  if (name === 'under') return option.startsWith('/') && answer(prepareUnder(others), option) === true
  return name === 'host_in' && answer(prepareHostIn(others), `https://${option}/`) === true
}

/** Whether nothing can be in a place of each list. */
function areApart(name: string, options: readonly string[], others: readonly string[]): boolean {
  if (name !== 'under' || ![...options, ...others].every((each) => each.startsWith('/'))) return false
  const isOutside = (inner: readonly string[], outer: readonly string[]): boolean =>
    inner.every((each) => answer(prepareUnder(outer), each) === false)
  return isOutside(options, others) && isOutside(others, options)
}

function answer(ask: (text: string) => boolean, text: string): boolean | undefined {
  try {
    return ask(text)
  } catch (error) {
    if (error instanceof AmbiguousInput) return undefined
    throw error
  }
}
