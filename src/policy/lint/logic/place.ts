import {constantKey} from '../../compile/constant.js'
import {childrenOf, type Expression} from '../../parse/expression.js'

/** Something that a call, or what is known of it, has a value for: `tool_args.path`. */
export interface Place {
  readonly key: string
  readonly path: readonly [Root, ...(string | number)[]]
}

const roots = ['tool_name', 'tool_args', 'metadata', 'session', 'agent', 'user', 'datetime'] as const
type Root = (typeof roots)[number]

const isRoot = (name: string): name is Root => roots.some((root) => root === name)

const placeAt = (...path: Place['path']): Place => ({key: JSON.stringify(path), path})

export const toolPlace = placeAt('tool_name')
/** The clock's parts hang together: one instant is chosen for all of them. */
export const clockPlace = placeAt('datetime')

/** Every place an expression looks at, each once. */
export function placesOf(expression: Expression): readonly Place[] {
  const found = new Map<string, Place>()
  for (const place of walk(expression)) found.set(place.key, place)
  return [...found.values()]
}

function walk(expression: Expression): readonly Place[] {
  const place = placeOf(expression) ?? keyLookedFor(expression)
  return place === undefined ? childrenOf(expression).flatMap(walk) : [place]
}

/** The place that an expression stands for by itself. */
export function placeOf(expression: Expression): Place | undefined {
  if (expression.kind === 'name') return isRoot(expression.name) ? placeAt(expression.name) : undefined
  const step = stepOf(expression)
  const around = step === undefined ? undefined : placeOf(step.object)
  if (step === undefined || around === undefined || around.path[0] === 'tool_name') return undefined
  return around.path[0] === 'datetime' ? clockPlace : placeAt(...around.path, step.key)
}

interface Step {
  object: Expression
  key: string | number
}

function stepOf(expression: Expression): Step | undefined {
  if (expression.kind === 'method') {
    const [key] = expression.args
    if (expression.method.text !== 'get' || key?.kind !== 'literal' || typeof key.value !== 'string')
      return undefined
    return {object: expression.object, key: key.value}
  }
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined
  const key = constantKey(expression)
  if (key !== undefined) return {object: expression.object, key}
  if (expression.kind !== 'index' || expression.index.kind !== 'literal') return undefined
  const {value} = expression.index
  return typeof value === 'number' && value >= 0 && value < 10
    ? {object: expression.object, key: value}
    : undefined
}

/** The place of `path` in `"path" in tool_args`. */
function keyLookedFor(expression: Expression): Place | undefined {
  if (expression.kind !== 'comparison' || expression.first.kind !== 'literal') return undefined
  const [link, another] = expression.links
  if (link === undefined || another !== undefined || (link.operator !== 'in' && link.operator !== 'not in'))
    return undefined
  const {value} = expression.first
  const around = link.right.kind === 'name' ? placeOf(link.right) : undefined
  if (around === undefined || typeof value !== 'string' || around.path.length > 1) return undefined
  return around.path[0] === 'tool_args' || around.path[0] === 'metadata'
    ? placeAt(...around.path, value)
    : undefined
}
