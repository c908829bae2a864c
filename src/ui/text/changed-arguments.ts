import type {Arguments} from '../../model/call.js'
import type {Theme} from '../theme.js'
import {escaped} from './escape.js'
import {shortJson} from './json.js'

/** Something of the arguments that a policy changed; what is left out on a side is not there. */
export interface ChangedArgument {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
}

/** Below this, a part is shown whole: nobody reads a longer path. */
const deepest = 8

/** What became of the arguments, part by part. */
export const changedArguments = (given: Arguments, decided: Arguments): readonly ChangedArgument[] =>
  changesAt('', given, decided, deepest)

function changesAt(path: string, before: unknown, after: unknown, levels: number): ChangedArgument[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (levels === 0 || !isMap(before) || !isMap(after)) return [{path, before, after}]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => {
    const here = path === '' ? key : `${path}.${key}`
    if (!Object.hasOwn(after, key)) return [{path: here, before: before[key]}]
    if (!Object.hasOwn(before, key)) return [{path: here, after: after[key]}]
    return changesAt(here, before[key], after[key], levels - 1)
  })
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function changeText(change: ChangedArgument, theme: Theme): string {
  const path = theme.strong(escaped(change.path))
  if (!('after' in change)) return `${path} removed (was ${shortJson(change.before)})`
  if (!('before' in change)) return `${path} added: ${shortJson(change.after)}`
  return `${path} ${shortJson(change.before)} → ${shortJson(change.after)}`
}
