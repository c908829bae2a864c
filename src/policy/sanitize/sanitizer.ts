import type {Arguments} from '../../model/call.js'
import type {SanitizeStepFile} from '../file/schema.js'
import {prepareRegex} from '../functions/regex.js'
import {Bound, startCounting} from '../values/budget.js'
import {parseArgPath} from './arg-path.js'
import {type Change, hashed, mask, remove, replace, set, settled} from './change.js'
import {type ArgChange, changeAt} from './change-at.js'

/** Makes of the arguments of a call what may be passed on; throws when it can't, and leaves the given ones as they are. */
export type Sanitizer = (args: Arguments) => Arguments

/** The steps must have been checked. */
export function createSanitizer(steps: readonly SanitizeStepFile[]): Sanitizer {
  const stages = stagesOf(steps).map(stageSanitizer)
  return (args) => {
    startCounting(Bound.changes)
    return stages.reduce((current, stage) => stage(current), args)
  }
}

/** Replacements that follow each other go together. */
function stagesOf(steps: readonly SanitizeStepFile[]): readonly SanitizeStepFile[][] {
  const stages: SanitizeStepFile[][] = []
  for (const [at, step] of steps.entries()) {
    const follows = step.replace !== undefined && steps[at - 1]?.replace !== undefined
    if (follows) stages.at(-1)?.push(step)
    else stages.push([step])
  }
  return stages
}

/** Taking `x` out of `<scrxipt>` makes the `<script>` that was taken out before: all are asked until none finds anything. */
function stageSanitizer(steps: readonly SanitizeStepFile[]): Sanitizer {
  const first = inTurn(steps)
  const lasting = steps.filter((step) => !matchesAny(step, steps))
  if (steps.length < 2 || lasting.length === 0) return first
  const again = inTurn(lasting)
  return (args) => settled(first(args), again)
}

function inTurn(steps: readonly SanitizeStepFile[]): Sanitizer {
  const changes = steps.map(argChangeOf)
  return (args) =>
    changes.reduce<Arguments>((current, change) => changeAt(current, change) as Arguments, args)
}

/** Whether a step would replace what another puts in: that is wanted as it is written. */
function matchesAny({replace = ''}: SanitizeStepFile, steps: readonly SanitizeStepFile[]): boolean {
  const pattern = prepareRegex(replace)
  return 'problem' in pattern || steps.some(({by = ''}) => pattern.test(by))
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
