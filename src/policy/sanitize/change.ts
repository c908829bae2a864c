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
    if (Array.isArray(value)) return value.map(inside)
    if (typeof value === 'object' && value !== null) return insideMap(value)
    return insideScalar(value)
  }

  function insideMap(map: object): unknown {
    if (!isPlainMap(map)) throw new SanitizeFailure('something in them is no plain data')
    if (Object.keys(map).some(isFoundIn)) {
      throw new SanitizeFailure('what is to be replaced stands in a key')
    }
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, inside(value)]))
  }

  /** A card number may come as a number. */
  function insideScalar(value: unknown): unknown {
    const text = String(value)
    return isFoundIn(text) ? replaced(text) : value
  }

  /** Taking `<script>` out of `<scr<script>ipt>` makes another one, so what is left is looked at again. */
  function replaced(text: string): string {
    let current = pattern.replaceAll(text, by)
    for (let round = 1; isLasting && isFoundIn(current); round++) {
      if (round === mostRounds)
        throw new SanitizeFailure(`what is to be replaced is still there after ${mostRounds} times`)
      current = pattern.replaceAll(current, by)
    }
    return current
  }
}
