import {spend} from './budget.js'
import {fail} from './failure.js'
import {codePointsOf} from './text.js'
import {kindText, type Value} from './value.js'

/** What a loop goes over: the items of a list, the keys of a map, the characters of a text. */
export function itemsIn(value: Value, who: string): readonly Value[] {
  if (typeof value === 'string') return codePointsOf(value)
  if (typeof value !== 'object' || value === null) {
    return fail(`\`${who}\` goes over the items of a list, and this is ${kindText(value)}`)
  }
  const items: readonly Value[] = Array.isArray(value) ? value : Object.keys(value)
  spend(items.length)
  return items
}
