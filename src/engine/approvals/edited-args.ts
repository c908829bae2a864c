import type {Arguments} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import {type Redaction, redactedText} from '../../policy/redaction.js'

/** Why arguments can't stand in place of those that were shown; nothing when they can. */
export function editFault(edited: Arguments, shown: Arguments, redaction: Redaction): string | undefined {
  const strange = strangePlaceholder(edited, shown, 'args')
  if (strange !== undefined)
    return `${strange} says ${redactedText}, and there is no such hidden value there to be run with`
  return canonicalJson(redaction.redact(edited)) === canonicalJson(edited)
    ? undefined
    : 'they hold what is hidden by its name: such values are run as the caller gives them, and can only be left as they are'
}

/** Where a placeholder stands for nothing; what was hidden can't be moved, since nobody knows which of several it is. */
function strangePlaceholder(edited: unknown, shown: unknown, place: string): string | undefined {
  if (edited === redactedText) return shown === redactedText ? undefined : place
  if (Array.isArray(edited)) return strangeItem(edited, shown, place)
  if (typeof edited !== 'object' || edited === null) return undefined
  for (const [key, part] of Object.entries(edited)) {
    const strange = strangePlaceholder(part, partOf(shown, key), `${place}.${key}`)
    if (strange !== undefined) return strange
  }
  return undefined
}

function strangeItem(edited: readonly unknown[], shown: unknown, place: string): string | undefined {
  const items = isListLike(shown, edited) ? shown : []
  for (const [at, item] of edited.entries()) {
    const strange = strangePlaceholder(item, items[at], `${place}[${at}]`)
    if (strange !== undefined) return strange
  }
  const moved = movedItem(edited, items)
  return moved === undefined ? undefined : `${place}[${moved}]`
}

/** What is hidden is put back by its place: an item that changed places would run with the secret of another. */
function movedItem(edited: readonly unknown[], items: readonly unknown[]): number | undefined {
  if (!edited.some(holdsHidden)) return undefined
  const texts = items.map(canonicalJson)
  const known = new Set(texts)
  const found = edited.findIndex((item, at) => {
    const text = canonicalJson(item)
    return text !== texts[at] && known.has(text) && holdsHidden(item)
  })
  return found === -1 ? undefined : found
}

function holdsHidden(value: unknown): boolean {
  if (value === redactedText) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsHidden)
}

const isListLike = (value: unknown, list: readonly unknown[]): value is readonly unknown[] =>
  Array.isArray(value) && value.length === list.length

const partOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

/** The arguments to run with: what was hidden in those that were shown is taken from those that are given. */
export const putBack = (edited: Arguments, shown: Arguments, given: Arguments): Arguments =>
  putBackAt(edited, shown, given) as Arguments

function putBackAt(edited: unknown, shown: unknown, given: unknown): unknown {
  if (edited === redactedText && shown === redactedText) return given
  if (typeof edited !== 'object' || edited === null) return edited
  if (Array.isArray(edited))
    return isListLike(shown, edited) && isListLike(given, edited)
      ? edited.map((item, at) => putBackAt(item, shown[at], given[at]))
      : edited
  // Built from entries and never by assignment: a key named `__proto__` must stay one.
  return Object.fromEntries(
    Object.entries(edited).map(([key, part]) => [
      key,
      putBackAt(part, partOf(shown, key), partOf(given, key)),
    ]),
  )
}
