import {spend} from '../values/budget.js'
import {fail} from '../values/failure.js'
import {codePointsBefore, endsWith, find, startsWith} from '../values/text.js'
import {count, isDigits, replace, split, strip, stripLeft, stripRight} from '../values/text-work.js'
import {booleanType, either, listOf, numberType, orNull, textType} from '../values/type.js'
import {isList, kindText, type Value} from '../values/value.js'
import type {Parameter, TextMethod} from './function.js'

const part: Parameter = {name: 'part', type: textType}
const parts: Parameter = {name: 'part', type: either(textType, listOf(textType))}
const characters: Parameter = {name: 'characters', type: orNull(textType), optional: true}
const nothing = (): null => null

function predicate(name: string, test: (text: string, part: string) => boolean): TextMethod {
  return {
    name,
    receiver: 'text',
    parameters: [parts],
    returns: booleanType,
    onNull: () => false,
    call: (text, [wanted = null]) =>
      isList(wanted)
        ? wanted.some((each) => test(text, textArgument(name, each)))
        : test(text, textArgument(name, wanted)),
  }
}

const transformation = (name: string, change: (text: string) => string): TextMethod => ({
  name,
  receiver: 'text',
  parameters: [],
  returns: textType,
  onNull: nothing,
  call: (text) => {
    spend(text.length)
    return change(text)
  },
})

const stripping = (name: string, change: (text: string, characters?: string) => string): TextMethod => ({
  name,
  receiver: 'text',
  parameters: [characters],
  returns: textType,
  onNull: nothing,
  call: (text, [wanted = null]) => change(text, wanted === null ? undefined : textArgument(name, wanted)),
})

/** The methods of text, with Python's meaning. */
export const textMethods: readonly TextMethod[] = [
  predicate('startswith', startsWith),
  predicate('endswith', endsWith),
  transformation('lower', (text) => text.toLowerCase()),
  transformation('upper', (text) => text.toUpperCase()),
  stripping('strip', strip),
  stripping('lstrip', stripLeft),
  stripping('rstrip', stripRight),
  {
    name: 'split',
    receiver: 'text',
    parameters: [
      {name: 'separator', type: orNull(textType), optional: true},
      {name: 'times', type: numberType, optional: true},
    ],
    returns: listOf(textType),
    onNull: nothing,
    call: (text, [separator = null, times = null]) =>
      split(
        text,
        separator === null ? undefined : textArgument('split', separator),
        times === null ? -1 : wholeArgument('split', times),
      ),
  },
  {
    name: 'replace',
    receiver: 'text',
    parameters: [
      {name: 'old', type: textType},
      {name: 'new', type: textType},
    ],
    returns: textType,
    onNull: nothing,
    call: (text, [old = null, by = null]) =>
      replace(text, textArgument('replace', old), textArgument('replace', by)),
  },
  {
    name: 'count',
    receiver: 'text',
    parameters: [part],
    returns: numberType,
    onNull: () => 0,
    call: (text, [wanted = null]) => count(text, textArgument('count', wanted)),
  },
  {
    name: 'find',
    receiver: 'text',
    parameters: [part],
    returns: numberType,
    onNull: () => -1,
    call: (text, [wanted = null]) => {
      const at = find(text, textArgument('find', wanted))
      return at === -1 ? -1 : codePointsBefore(text, at)
    },
  },
  {
    name: 'isdigit',
    receiver: 'text',
    parameters: [],
    returns: booleanType,
    onNull: () => false,
    call: (text) => isDigits(text),
  },
]

function textArgument(method: string, value: Value): string {
  return typeof value === 'string' ? value : fail(`\`${method}\` takes text, and this is ${kindText(value)}`)
}

function wholeArgument(method: string, value: Value): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  return fail(`\`${method}\` takes a whole number, and this is ${kindText(value)}`)
}
