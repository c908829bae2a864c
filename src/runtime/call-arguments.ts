import {ExitCode, TameError} from '../errors.js'
import type {Arguments} from '../model/call.js'
import {parseJson, readInput} from './input.js'

/**
 * The arguments of a call as they are typed: JSON, `key=value,key=value`, `@file` or `-` for stdin. In the short form a
 * value that JSON would read as a number, true, false or null is one; JSON itself says anything.
 */
export async function readArguments(typed: string, cwd: string): Promise<Arguments> {
  const text = typed.trim()
  if (text === '') return {}
  if (text === '-' || text.startsWith('@')) {
    const name = text === '-' ? '-' : text.slice(1)
    return asArguments(parseJson(await readInput(name, cwd), name === '-' ? 'stdin' : name))
  }
  return text.startsWith('{') || text.startsWith('[') ? asArguments(parseJson(text, '--args')) : pairs(text)
}

function asArguments(value: unknown): Arguments {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Arguments
  throw badArguments('The arguments must be a JSON object')
}

/** A comma separates only where a new key begins after it, so that a value may hold commas. */
function pairs(text: string): Arguments {
  const entries = text.split(/,(?=[^,=]+=)/).map((pair) => pairOf(pair))
  const keys = entries.map(([key]) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw badArguments(`The argument "${twice}" is there twice`)
  return Object.fromEntries(entries)
}

function pairOf(pair: string): [string, unknown] {
  const at = pair.indexOf('=')
  if (at <= 0) throw badArguments(`"${pair}" is no key=value`)
  return [pair.slice(0, at).trim(), scalar(pair.slice(at + 1))]
}

function scalar(text: string): unknown {
  if (!/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(text)) return text
  const value: unknown = JSON.parse(text)
  // A long run of digits is an account or an id: as a number it would be another one.
  return typeof value === 'number' && String(value) !== text ? text : value
}

const badArguments = (message: string): TameError =>
  new TameError('BAD_ARGUMENTS', message, {
    suggestions: [
      `--args '{"path": "/tmp/a"}'`,
      '--args path=/tmp/a,mode=r',
      '--args @file.json',
      '--args -',
    ],
    exitCode: ExitCode.misuse,
  })
