import type {Arguments} from '../../model/call.js'
import type {SanitizeStepFile} from '../file/schema.js'
import {prepareRegex} from '../functions/regex.js'
import {Bound, startCounting} from '../values/budget.js'
import {parseArgPath} from './arg-path.js'
import {type Change, hashed, mask, remove, replace, set} from './change.js'
import {type ArgChange, changeAt} from './change-at.js'

/** Makes of the arguments of a call what may be passed on; throws when it can't, and leaves the given ones as they are. */
export type Sanitizer = (args: Arguments) => Arguments

/** The steps must have been checked. */
export function createSanitizer(steps: readonly SanitizeStepFile[]): Sanitizer {
  const changes = steps.map(argChangeOf)
  return (args) => {
    startCounting(Bound.changes)
    return changes.reduce<Arguments>((current, change) => changeAt(current, change) as Arguments, args)
  }
}

function argChangeOf(step: SanitizeStepFile): ArgChange {
  return {path: parseArgPath(step.arg) ?? [], change: changeOf(step), creates: Object.hasOwn(step, 'set')}
}

const changes: Readonly<Record<'mask' | 'remove' | 'hash', Change>> = {mask, remove, hash: hashed}

function changeOf(step: SanitizeStepFile): Change {
  if (step.with !== undefined) return changes[step.with]
  if (step.replace === undefined) return set(deepFrozen(step.set))
  const pattern = prepareRegex(step.replace)
  if ('problem' in pattern) throw new TypeError(pattern.problem)
  return replace(pattern, step.by ?? '')
}

/** A value that every call is given alike must not be changed by one of them. */
function deepFrozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFrozen(part)
  return Object.freeze(value)
}
