import {TameError} from '../errors.js'

/**
 * One text for each value (RFC 8785): the order in which keys were written does not show. Throws on what JSON can't say,
 * or would not say whole: a Date or a Map holds what its keys don't show.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalText(value)
    case 'number':
      return canonicalNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalList(value) : canonicalMap(value as Record<string, unknown>)
    default:
      throw unsayable(value === undefined ? 'undefined' : typeof value)
  }
}

/** Printable ASCII but for `"` and `\` stands for itself, and that is what most texts are made of. */
const unusual = /[^ !#-[\]-~]/

/** A text in quotes, as `JSON.stringify` writes it. */
export const jsonText = (text: string): string => (unusual.test(text) ? JSON.stringify(text) : `"${text}"`)

/** The same for what is hashed. Half of a surrogate pair has no UTF-8: each reader would put something else in its place. */
export function canonicalText(text: string): string {
  if (!unusual.test(text)) return `"${text}"`
  const json = JSON.stringify(text)
  if (loneSurrogate.test(text)) throw unsayable('half of a surrogate pair')
  return json
}

/** With this flag a pair is one character, so that only halves are found. For `\p{Surrogate}` all of Unicode would be loaded. */
const loneSurrogate = /[\ud800-\udfff]/u

function canonicalNumber(number: number): string {
  if (!Number.isFinite(number)) throw unsayable(String(number))
  // Adding zero makes the zero below zero a plain one.
  return String(number + 0)
}

function canonicalList(list: readonly unknown[]): string {
  let text = ''
  for (const item of list) text += `${text === '' ? '' : ','}${canonicalJson(item ?? null)}`
  return `[${text}]`
}

function canonicalMap(map: Record<string, unknown>): string {
  refuseUnplain(map)
  let text = ''
  for (const key of sorted(Object.keys(map))) {
    const value = map[key]
    if (value !== undefined) text += `${text === '' ? '' : ','}${canonicalText(key)}:${canonicalJson(value)}`
  }
  return `{${text}}`
}

/** Most maps are small, and in order already. By UTF-16 code units, as RFC 8785 has it. */
function sorted(keys: string[]): string[] {
  if (keys.length > mostInserted) return keys.sort()
  for (let at = 1; at < keys.length; at++) insert(keys, at)
  return keys
}

/** Beyond this, moving each to its place one by one takes longer than to sort them all. */
const mostInserted = 16

/** Puts the key at this place among those before it. */
function insert(keys: string[], from: number): void {
  const key = keys[from] ?? ''
  let at = from
  for (; at > 0 && (keys[at - 1] ?? '') > key; at--) keys[at] = keys[at - 1] ?? ''
  if (at < from) keys[at] = key
}

function refuseUnplain(map: object): void {
  const prototype: unknown = Object.getPrototypeOf(map)
  if (prototype === null || prototype === Object.prototype) return
  // The prototype of plain objects of another realm has none itself.
  if (Object.getPrototypeOf(prototype) !== null) throw unsayable(Object.prototype.toString.call(map))
}

const unsayable = (what: string): TameError => new TameError('INVALID_VALUE', `JSON can't say ${what}`)
