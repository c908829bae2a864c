import type {Arguments} from '../../model/call.js'
import {ValidationError} from '../failures.js'

const deepest = 200

/**
 * The arguments of a call, in pieces that nobody else holds: what is decided is what runs, whatever becomes of the caller's
 * objects in between. What JSON can't say is refused, since the policy would be asked about something else than what runs.
 */
export function copyArguments(args: unknown, what = 'args'): Arguments {
  if (!isPlainObject(args)) throw notJson(what, `must be a plain object, but is ${kindOf(args)}`)
  return copyObject(args, what, 0)
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function copy(value: unknown, where: string, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (depth > deepest) throw notJson(where, `lies more than ${deepest} levels deep`)
  if (Array.isArray(value))
    return Array.from(value, (item, index) => copy(item, `${where}[${index}]`, depth + 1))
  if (isPlainObject(value)) return copyObject(value, where, depth)
  throw notJson(where, `is ${kindOf(value)}, which JSON can't say`)
}

/** A key without a value is as good as none, as in JSON. */
const copyObject = (object: Record<string, unknown>, where: string, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, copy(value, `${where}.${key}`, depth + 1)]),
  )

function kindOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return `a ${typeof value}`
  const maker: unknown = value.constructor
  return typeof maker === 'function' && maker.name !== '' ? `a ${maker.name}` : 'an object of a class'
}

const notJson = (where: string, fault: string): ValidationError =>
  new ValidationError('INVALID_CALL', `${where} ${fault}`, {
    suggestions: [
      'Give texts, numbers, booleans, null, lists and plain objects; a Date as date.toISOString()',
    ],
  })
