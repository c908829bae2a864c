import {spend} from '../values/budget.js'
import {fail} from '../values/failure.js'
import {itemsIn} from '../values/items.js'
import {floatOf, integerOf} from '../values/number.js'
import {compare} from '../values/order.js'
import {lengthOf} from '../values/text.js'
import {anyType, booleanType, either, Kind, numberType, textType} from '../values/type.js'
import {isList, isTrue, kindText, type Value} from '../values/value.js'
import {writtenOut} from '../values/written.js'
import type {GeneralFunction, Parameter} from './function.js'

const collection: Parameter = {name: 'value', type: {kinds: Kind.text | Kind.list | Kind.map}}
const iterable: Parameter = {name: 'list', type: {kinds: Kind.text | Kind.list | Kind.map | Kind.null}}
const numeric: Parameter = {name: 'value', type: either(numberType, textType, booleanType)}

const extreme = (name: string, isBetter: (compared: number) => boolean): GeneralFunction => ({
  kind: 'general',
  name,
  parameters: [{name: 'value', type: anyType}],
  rest: {name: 'value', type: anyType},
  alone: {kinds: Kind.text | Kind.list | Kind.map},
  returns: anyType,
  call: (args) => {
    const candidates = args.length === 1 ? itemsIn(args[0] ?? null, name) : args
    if (candidates.length === 0) fail(`\`${name}\` of nothing`)
    return candidates.reduce((best, each) => (isBetter(ordered(name, each, best)) ? each : best))
  },
})

function ordered(name: string, left: Value, right: Value): number {
  spend(1)
  const compared = compare(left, right)
  return Number.isNaN(compared)
    ? fail(`\`${name}\` can't compare ${kindText(left)} and ${kindText(right)}`)
    : compared
}

const over = (name: 'any' | 'all'): GeneralFunction => ({
  kind: 'general',
  name,
  parameters: [iterable],
  returns: booleanType,
  call: ([list = null]) => {
    // Nothing to ask is no proof that all is well: both are false for null.
    if (list === null) return false
    const items = itemsIn(list, name)
    return name === 'any' ? items.some(isTrue) : items.every(isTrue)
  },
})

/** The functions that every language has. */
export const generalFunctions: readonly GeneralFunction[] = [
  {
    kind: 'general',
    name: 'len',
    parameters: [collection],
    returns: numberType,
    call: ([value = null]) => {
      if (typeof value === 'string') return lengthOf(value)
      if (isList(value)) return value.length
      if (typeof value === 'object' && value !== null) return Object.keys(value).length
      return fail(`${kindText(value)} has no length`)
    },
  },
  {
    kind: 'general',
    name: 'str',
    parameters: [{name: 'value', type: anyType}],
    returns: textType,
    call: ([value = null]) => writtenOut(value),
  },
  {
    kind: 'general',
    name: 'int',
    parameters: [numeric],
    returns: numberType,
    call: ([value = null]) => integerOf(value),
  },
  {
    kind: 'general',
    name: 'float',
    parameters: [numeric],
    returns: numberType,
    call: ([value = null]) => floatOf(value),
  },
  {
    kind: 'general',
    name: 'abs',
    parameters: [{name: 'number', type: numberType}],
    returns: numberType,
    call: ([value = null]) =>
      typeof value === 'number'
        ? Math.abs(value)
        : fail(`\`abs\` takes a number, and this is ${kindText(value)}`),
  },
  extreme('min', (compared) => compared < 0),
  extreme('max', (compared) => compared > 0),
  over('any'),
  over('all'),
]
