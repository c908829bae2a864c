import {spend} from '../values/budget.js'
import {anyType, listOf, textType} from '../values/type.js'
import type {Value, ValueMap} from '../values/value.js'
import type {MapMethod} from './function.js'

/** The methods of maps. */
export const mapMethods: readonly MapMethod[] = [
  {
    name: 'get',
    receiver: 'map',
    parameters: [
      {name: 'key', type: textType},
      {name: 'default', type: anyType, optional: true},
    ],
    returns: anyType,
    onNull: ([, otherwise = null]) => otherwise,
    call: (map, [key = null, otherwise = null]) =>
      typeof key === 'string' && Object.hasOwn(map, key) ? (map[key] ?? null) : otherwise,
  },
  {
    name: 'keys',
    receiver: 'map',
    parameters: [],
    returns: listOf(textType),
    onNull: () => null,
    call: keysOf,
  },
  {
    name: 'values',
    receiver: 'map',
    parameters: [],
    returns: listOf(anyType),
    onNull: () => null,
    call: (map) => keysOf(map).map((key): Value => map[key] ?? null),
  },
]

function keysOf(map: ValueMap): readonly string[] {
  const keys = Object.keys(map)
  spend(keys.length)
  return keys
}
