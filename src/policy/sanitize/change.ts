import {hash} from 'node:crypto'
import {canonicalJson} from '../../model/canonical-json.js'
import type {PreparedRegex} from '../functions/regex.js'
import {spend} from '../values/budget.js'
import {isPlainMap} from './plain-map.js'
import {SanitizeFailure} from './sanitize-failure.js'

/** What an argument becomes; `removed` when it goes altogether. */
export type Change = (value: unknown) => unknown

export const removed = Symbol('removed')

const maskText = '***'

export const mask: Change = () => maskText

export const remove: Change = () => removed

/** A text is hashed as it stands, so that others can compute the same; all else as canonical JSON. */
export const hashed: Change = (value) =>
  hash('sha256', typeof value === 'string' ? value : canonicalJson(value ?? null))

export const set =
  (value: unknown): Change =>
  () =>
    value

const mostRounds = 100

/** What is left when a change finds nothing more to do: it may make anew what it takes away. */
export function settled<Value>(value: Value, change: (value: Value) => Value): Value {
  let current = value
  for (let round = 0; round <= mostRounds; round++) {
    const next = change(current)
    if (next === current) return current
    current = next
  }
  throw new SanitizeFailure(`what is to be replaced is still there after ${mostRounds} times`)
}

/** Replaces in a text, and in every text inside a list or a map: a secret is no less one for being wrapped. */
export function replace(pattern: PreparedRegex, by: string): Change {
  const isLasting = !pattern.test(by)
  const isFoundIn = (text: string): boolean => {
    spend(text.length * pattern.cost)
    return pattern.test(text)
  }
  return inside

  function inside(value: unknown): unknown {
    if (typeof value === 'string') return replaced(value)
    if (Array.isArray(value)) return insideList(value)
    if (typeof value === 'object' && value !== null) return insideMap(value)
    return insideScalar(value)
  }

  // What holds no match stays the same object: that shows that nothing is left to do.
  function insideList(list: readonly unknown[]): unknown {
    const changed = list.map(inside)
    return changed.every((item, at) => item === list[at]) ? list : changed
  }

  function insideMap(map: object): unknown {
    if (!isPlainMap(map)) throw new SanitizeFailure('something in them is no plain data')
    if (Object.keys(map).some(isFoundIn)) {
      throw new SanitizeFailure('what is to be replaced stands in a key')
    }
    const entries = Object.entries(map).map(([key, value]) => [key, value, inside(value)] as const)
    if (entries.every(([, before, after]) => before === after)) return map
    return Object.fromEntries(entries.map(([key, , after]) => [key, after]))
  }

  /** A card number may come as a number. */
  function insideScalar(value: unknown): unknown {
    const text = String(value)
    return isFoundIn(text) ? replaced(text) : value
  }

  /** Taking `<script>` out of `<scr<script>ipt>` makes another one, so what is left is looked at again. */
  function replaced(text: string): string {
    const once = (current: string): string => pattern.replaceAll(current, by)
    return isLasting ? settled(text, once) : once(text)
  }
}
