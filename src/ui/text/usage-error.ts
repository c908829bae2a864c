import {ExitCode, TameError} from '../../errors.js'
import {closestName} from '../../model/spelling.js'

/** What oclif says of a command line that it does not understand. Nothing else of tame throws oclif's errors. */
interface ParseError extends Error {
  oclif: object
  parse?: {input?: {flags?: Record<string, unknown>}}
  flags?: readonly string[]
}

export const isParseError = (error: unknown): error is ParseError =>
  error instanceof Error && 'oclif' in error

export function usageError(error: ParseError, command: string): TameError {
  const message = error.message
    .replace(/\n?See more help with --help$/, '')
    .replaceAll(/^\n+/g, '')
    .replace(/ ?\n\t/, ': ')
  return misuse(message, [...meantFlags(error), ...meantChoice(message), `tame ${command} --help`])
}

function meantFlags({flags: typed = [], parse}: ParseError): string[] {
  const known = Object.keys(parse?.input?.flags ?? {})
  return typed
    .filter((flag) => flag.startsWith('--'))
    .flatMap((flag) => closestName(flag.slice(2), known) ?? [])
    .map((name) => `Did you mean --${name}?`)
}

/** oclif says which choices there are in its message alone. */
function meantChoice(message: string): string[] {
  const [, typed = '', choices] = /^Expected (.*) to be one of: (.*)$/s.exec(message) ?? []
  if (choices === undefined) return []
  const [, flag = '', value = ''] = /^(--[a-z-]+=)?(.*)$/s.exec(typed) ?? []
  const closest = closestName(value, choices.split(', '))
  return closest === undefined ? [] : [`Did you mean ${flag}${closest}?`]
}

/** What was typed as a command is none. `known` are those that could stand in its place. */
export function unknownCommand(typed: string, known: readonly string[], group: string): TameError {
  const closest = closestName(typed, known)
  const prefix = group === '' ? 'tame' : `tame ${group}`
  const meant = closest === undefined ? [] : [`Did you mean "${prefix} ${closest}"?`]
  return misuse(`"${prefix} ${typed}" is not a command`, [...meant, `${prefix} --help`])
}

/** Flags, and no command that they could be meant for. */
export function noCommand(group: string, known: readonly string[]): TameError {
  const prefix = group === '' ? 'tame' : `tame ${group}`
  return misuse(`${prefix} needs a command: ${known.join(', ')}`, [`${prefix} --help`])
}

/** A flag that stands where no command has been named yet, and is none of those that may. */
export function unknownFlag(typed: string, shared: readonly string[]): TameError {
  const closest = closestName(typed, shared)
  const meant = closest === undefined ? [] : [`Did you mean ${closest}?`]
  return misuse(`tame has no flag ${typed}`, [...meant, 'tame --help'])
}

const misuse = (message: string, suggestions: readonly string[]): TameError =>
  new TameError('USAGE', message, {suggestions, exitCode: ExitCode.misuse})
