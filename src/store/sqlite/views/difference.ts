import {canonicalJson} from '../../../model/canonical-json.js'
import type {ViewDifference} from '../../store.js'

/** How two values of a view differ; nothing when they don't. `undefined` is none. */
export function difference(
  view: string,
  key: string | number,
  kept: unknown,
  recounted: unknown,
): readonly ViewDifference[] {
  if (isSame(kept, recounted)) return []
  return [{view, key: String(key), kept: textOf(kept), recounted: textOf(recounted)}]
}

/** One for all: most entries have none, and each is asked several times. */
export const noDifference: readonly ViewDifference[] = []

/** Nothing is made where there is nothing to join. */
export const joined = (...lists: readonly (readonly ViewDifference[])[]): readonly ViewDifference[] =>
  lists.every((list) => list.length === 0) ? noDifference : lists.flat()

/** How a column of an entry differs. */
export const columnDifference = (
  seq: number,
  name: string,
  kept: string | number | null,
  recounted: unknown = null,
): readonly ViewDifference[] =>
  kept === recounted ? noDifference : difference('entries', `${seq} ${name}`, kept, recounted)

/** How two rows differ, and only in what they do. */
export function rowDifference(
  view: string,
  key: string,
  names: readonly string[],
  kept: readonly unknown[] | undefined,
  recounted: readonly unknown[] | undefined,
): readonly ViewDifference[] {
  if (kept === undefined || recounted === undefined)
    return difference(view, key, kept && named(names, kept), recounted && named(names, recounted))
  const differing = names.map((_, at) => at).filter((at) => !isSame(kept[at], recounted[at]))
  if (differing.length === 0) return []
  const part = (row: readonly unknown[]) =>
    named(
      differing.map((at) => names[at] ?? ''),
      differing.map((at) => row[at]),
    )
  return difference(view, key, part(kept), part(recounted))
}

const named = (names: readonly string[], row: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name, at) => [name, sayable(row[at])]))

/** A column may hold a number that JSON does not know. */
const sayable = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

/** Sums of costs come out a little different in another order of adding. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'number' || typeof other !== 'number') return false
  // Beside something endless, any difference would be little.
  if (!Number.isFinite(one) || !Number.isFinite(other)) return false
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other)) && !isWhole(one, other)
}

const isWhole = (one: number, other: number): boolean => Number.isInteger(one) && Number.isInteger(other)

const textOf = (value: unknown): string => (value === undefined ? 'nothing' : canonicalJson(value))
