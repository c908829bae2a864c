import type {Value} from '../../values/value.js'
import type {OrderOperator} from './atom.js'
import type {Clause} from './clause.js'
import {isNoneOf} from './meets.js'

interface Interval {
  least: number
  most: number
  /** Whether the ends themselves are left out. */
  isAbove: boolean
  isBelow: boolean
}

/** More whole numbers than these are not tried one by one. */
const mostTried = 64

/** Whether no number meets the literals. */
export function isNoNumber(literals: Clause): boolean {
  const named = namedNumbers(literals)
  if (named !== undefined) return isNoneOf(named, literals)
  if (literals.some(({atom, outcome}) => isSame.has(atom.question.kind) && atom.test?.(1) !== outcome))
    return true
  const term = literals[0]?.atom.term
  const {least, most, isAbove, isBelow} = intervalOf(literals)
  if (least > most) return true
  if (least === most) return isAbove || isBelow || isNoneOf([least], literals)
  return term?.isWhole === true && isNoneOf(wholeNumbers(least, most) ?? [], literals) && isFew(least, most)
}

/** Every number gets the same answer to these. */
const isSame = new Set(['text', 'place', 'holds'])

/** The only numbers there are, where a literal names them. */
function namedNumbers(literals: Clause): readonly Value[] | undefined {
  for (const {atom, outcome} of literals) {
    if (atom.question.kind === 'truth' && outcome === 'false') return [0]
    if (atom.question.kind === 'equals' && outcome === 'true')
      return atom.question.values.filter((value) => typeof value === 'number')
  }
  // An error is no matter of which number it is.
  const isError = literals.some(
    ({atom, outcome}) =>
      outcome === 'error' && atom.question.kind !== 'unknown' && atom.test?.(1) !== 'error',
  )
  return isError ? [] : undefined
}

function intervalOf(literals: Clause): Interval {
  const term = literals[0]?.atom.term
  const interval: Interval = {
    least: term?.least ?? Number.NEGATIVE_INFINITY,
    most: term?.most ?? Number.POSITIVE_INFINITY,
    isAbove: false,
    isBelow: false,
  }
  for (const {atom, outcome} of literals) {
    const {question} = atom
    if (question.kind === 'order' && outcome !== 'error') {
      narrow(interval, outcome === 'true' ? question.operator : opposite[question.operator], question.bound)
    }
  }
  return interval
}

const opposite: Readonly<Record<OrderOperator, OrderOperator>> = {'<': '>=', '<=': '>', '>': '<=', '>=': '<'}

function narrow(interval: Interval, operator: OrderOperator, bound: number): void {
  const isStrict = operator === '<' || operator === '>'
  if (operator === '>' || operator === '>=') {
    if (bound > interval.least || (bound === interval.least && isStrict)) {
      interval.least = bound
      interval.isAbove = isStrict
    }
  } else if (bound < interval.most || (bound === interval.most && isStrict)) {
    interval.most = bound
    interval.isBelow = isStrict
  }
}

const isFew = (least: number, most: number): boolean => most - least <= mostTried

function wholeNumbers(least: number, most: number): readonly number[] | undefined {
  if (!isFew(least, most)) return undefined
  const first = Math.ceil(least)
  return Array.from({length: Math.floor(most) - first + 1}, (_, at) => first + at)
}
