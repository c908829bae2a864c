import * as z from 'zod/mini'
import {closestName} from '../model/spelling.js'
import type {Fault} from './error.js'

export type Reading<Value> = {readonly value: Value} | {readonly faults: readonly Fault[]}

/** Reads what came from outside; `where` names in the faults the part of the request it came in. */
export function read<Schema extends z.ZodMiniType>(
  schema: Schema,
  given: unknown,
  where: 'body' | 'query' | 'path',
): Reading<z.output<Schema>> {
  const {success, data, error} = z.safeParse(schema, given)
  if (success) return {value: data}
  return {faults: error.issues.map((issue) => faultOf(issue, given, where))}
}

/** What is asked with and not known: passed over, `?sesion_id=x` would ask for everything. */
export function unknownKeys(
  given: Readonly<Record<string, string>>,
  schema: z.ZodMiniType | undefined,
): readonly Fault[] {
  const known = Object.keys(shapeOf(schema))
  return (
    Object.keys(given)
      .filter((key) => !known.includes(key))
      // Enough to be told of; each is compared with all that there are.
      .slice(0, 10)
      .map((key) => ({
        type: 'extra_forbidden',
        loc: ['query', key],
        msg: unknownText(key, known),
        input: null,
      }))
  )
}

function unknownText(key: string, known: readonly string[]): string {
  const meant = closestName(key, known)
  return meant === undefined ? 'This key is not known here' : `Not known here: did you mean "${meant}"?`
}

/** An object's, also where something else is made of it. */
function shapeOf(schema: z.core.$ZodType | undefined): object {
  if (schema instanceof z.ZodMiniPipe) return shapeOf(schema.def.in)
  return schema instanceof z.ZodMiniObject ? schema.shape : {}
}

/** In the words that clients know from the first server of this wire. */
function faultOf(issue: z.core.$ZodIssue, given: unknown, where: string): Fault {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  const input = valueAt(given, path)
  const loc = [where, ...path]
  if (input === undefined && path.length > 0)
    return {type: 'missing', loc, msg: 'Field required', input: null}
  return {...wordsOf(issue), loc, input: shown(input)}
}

const expectations: Readonly<Record<string, {type: string; msg: string}>> = {
  string: {type: 'string_type', msg: 'Input should be a valid string'},
  boolean: {type: 'bool_type', msg: 'Input should be a valid boolean'},
  number: {type: 'float_type', msg: 'Input should be a valid number'},
  array: {type: 'list_type', msg: 'Input should be a valid list'},
  object: {type: 'dict_type', msg: 'Input should be a valid dictionary'},
}

function wordsOf(issue: z.core.$ZodIssue): {type: string; msg: string} {
  if (issue.code === 'invalid_type')
    return expectations[issue.expected] ?? {type: 'value_error', msg: issue.message}
  if (issue.code === 'invalid_value')
    return {type: 'literal_error', msg: `Input should be one of ${issue.values.map(String).join(', ')}`}
  const type = issue.code === 'custom' ? issue.params?.['type'] : undefined
  const words = typeof type === 'string' ? expectations[type] : undefined
  return words ?? {type: 'value_error', msg: `Value ${issue.message}`}
}

/** Only what is short: an answer need not carry back a megabyte of what it could not take. */
const shown = (input: unknown): unknown =>
  typeof input === 'object' || (typeof input === 'string' && input.length > 200) ? null : (input ?? null)

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((around, key) => (around as Record<string, unknown> | null | undefined)?.[key], value)
