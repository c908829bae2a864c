import type {Value} from '../../values/value.js'
import type {Clause} from './clause.js'

/** Whether a value brings all literals about, as far as it settles them. */
export const meets = (value: Value, literals: Clause): boolean =>
  literals.every(({atom, outcome}) => atom.test === undefined || atom.test(value) === outcome)

export const isNoneOf = (values: readonly Value[], literals: Clause): boolean =>
  !values.some((value) => meets(value, literals))
