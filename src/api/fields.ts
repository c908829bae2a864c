import * as z from 'zod/mini'
import type {Arguments} from '../model/call.js'

export const isMap = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON object as it came: zod's own maps lose a key named `__proto__`, which a policy must see. */
export const map = z
  .custom<Arguments>(isMap, {error: 'must be a map of keys', params: {type: 'object'}})
  .check(z.meta({type: 'object', additionalProperties: true}))

export const count = z.int().check(z.nonnegative())

export const textOrNull = z.nullable(z.string())
export const numberOrNull = z.nullable(z.number())

const wrongTime = 'must be a time like 2026-01-02T03:04:05.123+00:00'

const isoTime =
  /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?<offset>Z|[+-]\d\d:\d\d)?)?$/

/** Nothing for what is none. Without an offset it is UTC: by the zone of the machine, two servers would tell it differently. */
function msOf(text: string): number | undefined {
  const found = isoTime.exec(text)
  if (found === null) return undefined
  const isOpen = found.groups?.['offset'] === undefined && text.includes(':')
  const ms = Date.parse(isOpen ? `${text}Z` : text)
  return Number.isNaN(ms) ? undefined : ms
}

/** A point in time, told as ISO 8601 and known as milliseconds. */
export const time = z
  .pipe(
    z.string().check(z.refine((text) => msOf(text) !== undefined, wrongTime)),
    z.transform((text) => msOf(text) ?? Number.NaN),
  )
  .check(z.meta({type: 'string', format: 'date-time'}))

/** A number in a query or path. */
export const number = (least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  z
    .pipe(
      z.string().check(z.regex(/^-?\d{1,16}$/, {error: 'must be a whole number'})),
      z.transform(Number),
      // The range is checked on the number, not on the text.
    )
    .check(
      z.refine((value) => value >= least, {error: `must be at least ${least}`}),
      z.refine((value) => value <= most, {error: `must be at most ${most}`}),
      z.meta({type: 'integer', minimum: least, maximum: most}),
    )

/** A yes or no in a query. */
export const flag = z
  .pipe(
    z.enum(['true', 'false', '1', '0'], {error: 'must be true or false'}),
    z.transform((text) => text === 'true' || text === '1'),
  )
  .check(z.meta({type: 'boolean'}))

/** A text in a query, of which an empty one says nothing. */
export const given = z.pipe(
  z.string(),
  z.transform((text): string | undefined => (text === '' ? undefined : text)),
)

/** Names in a query, with commas between them. */
export const names = z.pipe(
  z.string(),
  z.transform((text): readonly string[] => text.split(',').filter((name) => name !== '')),
)
