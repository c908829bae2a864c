import type {Arguments} from '../../model/call.js'
import {isPlainMap} from '../../model/json-snapshot.js'
import {ValidationError} from '../failures.js'

/** The names of a function's arguments, or a schema whose keys they are: of zod, or a JSON Schema. */
export type ArgumentNames =
  | readonly string[]
  | {readonly shape: Readonly<Record<string, unknown>>}
  | {readonly properties: Readonly<Record<string, unknown>>}

export interface BindingOptions {
  /** Of its arguments, in their order. Without them it takes one plain object, which is the arguments. */
  readonly names?: ArgumentNames
  /** What is given beyond these (an abort signal, a framework's settings) is refused, or handed on without being decided on. */
  readonly extra?: 'refuse' | 'pass on'
}

/** How the arguments of a function are those of a call, and back. */
export interface Binding {
  argumentsOf(given: readonly unknown[]): Arguments
  /** What to call the function with, once it is decided. */
  listOf(decided: Arguments, given: readonly unknown[]): unknown[]
}

export function createBinding({names, extra = 'refuse'}: BindingOptions): Binding {
  const binding = names === undefined ? oneObject : byPosition(namesIn(names))
  return extra === 'pass on' ? binding.withExtra : refusingExtra(binding)
}

interface OpenBinding {
  /** How many arguments it binds. */
  readonly length: number
  readonly withExtra: Binding
}

const oneObject: OpenBinding = {
  length: 1,
  withExtra: {
    argumentsOf([only = {}]) {
      if (isPlainMap(only)) return only
      throw unnamed()
    },
    // Called without an argument, a function may count them; what the policy added must reach it all the same.
    listOf: (decided, given) =>
      given.length === 0 && Object.keys(decided).length === 0 ? [] : [decided, ...given.slice(1)],
  },
}

function byPosition(names: readonly string[]): OpenBinding {
  return {
    length: names.length,
    withExtra: {
      argumentsOf: (given) =>
        Object.fromEntries(names.slice(0, given.length).map((name, index) => [name, given[index]])),
      listOf(decided, given) {
        const stray = Object.keys(decided).find((name) => !names.includes(name))
        if (stray !== undefined) throw undeliverable(stray)
        const values = names.map((name) => (Object.hasOwn(decided, name) ? decided[name] : undefined))
        return [...values, ...given.slice(names.length)]
      },
    },
  }
}

const refusingExtra = ({length, withExtra}: OpenBinding): Binding => ({
  argumentsOf(given) {
    if (given.length > length) throw tooMany(given.length, length)
    return withExtra.argumentsOf(given)
  },
  listOf: (decided, given) => withExtra.listOf(decided, given),
})

function namesIn(names: ArgumentNames): readonly string[] {
  const found =
    'shape' in names
      ? Object.keys(names.shape)
      : 'properties' in names
        ? Object.keys(names.properties)
        : names
  const twice = found.find((name, index) => found.indexOf(name) !== index)
  if (twice !== undefined)
    throw new ValidationError('INVALID_NAMES', `Two arguments can't both be named "${twice}"`)
  return found
}

const unnamed = (): ValidationError =>
  new ValidationError('ARGUMENTS_UNNAMED', 'The arguments have no names that a policy could speak of', {
    suggestions: [
      "Name them: {names: ['path', 'content']}",
      'Take them as one plain object: ({path, content}) => …',
    ],
  })

const tooMany = (given: number, known: number): ValidationError =>
  new ValidationError(
    'ARGUMENTS_UNKNOWN',
    `${given} arguments were given, but only ${known} can be decided on`,
    {
      suggestions: ['Name all of them: {names: […]}', "Hand the others on undecided: {extra: 'pass on'}"],
    },
  )

const undeliverable = (name: string): ValidationError =>
  new ValidationError(
    'ARGUMENT_UNDELIVERABLE',
    `The policy gives the argument "${name}", which the function does not take`,
    {
      suggestions: [`Add "${name}" to the names of its arguments`],
    },
  )
