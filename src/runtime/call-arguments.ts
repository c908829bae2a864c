import {ExitCode, TameError} from '../errors.js'
import type {Arguments} from '../model/call.js'
import {parseJson, readInput} from './input.js'

/**
 * The arguments of a call as they are typed: JSON, `key=value,key=value`, `@file` or `-` for stdin. In the short form a
 * value that JSON would read as a number, true, false or null is one; JSON itself says anything.
 */
export async function readArguments(typed: string, cwd: string, flag = '--args'): Promise<Arguments> {
  const text = typed.trim()
  if (text === '') return {}
  if (text === '-' || text.startsWith('@')) {
    const name = text === '-' ? '-' : text.slice(1)
    return asArguments(parseJson(await readInput(name, cwd), name === '-' ? 'stdin' : name), flag)
  }
  return text.startsWith('{') || text.startsWith('[')
    ? asArguments(parseJson(text, flag), flag)
    : pairs(text, flag)
}

function asArguments(value: unknown, flag: string): Arguments {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Arguments
  throw badArguments(`${flag} must be a JSON object`, flag)
}

/** A comma separates only where a new key begins after it, so that a value may hold commas. */
function pairs(text: string, flag: string): Arguments {
  const entries = text.split(/,(?=[^,=]+=)/).map((pair) => pairOf(pair, flag))
  const keys = entries.map(([key]) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw badArguments(`"${twice}" is there twice in ${flag}`, flag)
  return Object.fromEntries(entries)
}

function pairOf(pair: string, flag: string): [string, unknown] {
  const at = pair.indexOf('=')
  // Not the text itself: it may be a secret, and the message end in a log.
  if (at <= 0) throw badArguments(`${flag} is neither JSON nor key=value,key=value`, flag)
  return [pair.slice(0, at).trim(), scalar(pair.slice(at + 1))]
}

function scalar(text: string): unknown {
  if (!/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(text)) return text
  const value: unknown = JSON.parse(text)
  // A long run of digits is an account or an id: as a number it would be another one.
  return typeof value === 'number' && String(value) !== text ? text : value
}

const examples: Record<string, readonly string[]> = {
  '--args': [`--args '{"path": "/tmp/a"}'`, '--args path=/tmp/a,mode=r', '--args @file.json', '--args -'],
  '--metadata': [`--metadata '{"ticket": "A-1"}'`, '--metadata ticket=A-1', '--metadata @file.json'],
  '--facts': [`--facts '{"session": {"action_count": 5}}'`, '--facts @file.json'],
}

const badArguments = (message: string, flag: string): TameError =>
  new TameError('BAD_ARGUMENTS', message, {suggestions: examples[flag] ?? [], exitCode: ExitCode.misuse})
