import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {ask} from '../../src/policy/compile/ask.js'
import {checkCondition} from '../../src/policy/condition.js'
import {printExpression} from '../../src/policy/parse/print.js'
import {EvaluationError} from '../../src/policy/values/failure.js'
import type {ValueMap} from '../../src/policy/values/value.js'
import {runs} from '../helpers/runs.js'
import {expression} from './expressions.js'
import {scopeOf} from './scope.js'

const full = 64 * 1024

const filled = (piece: string): string => piece.repeat(Math.floor(full / piece.length))

const codesOf = (source: string): string[] => checkCondition(source).problems.map(({code}) => code)

describe('a text that wants to exhaust the parser', () => {
  test.each([
    ['10,000 opening brackets', '('.repeat(10_000), ['CONDITION_TOO_DEEP']],
    ['10,000 nested brackets', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`, ['CONDITION_TOO_DEEP']],
    ['64 KiB of brackets', filled('['), ['CONDITION_TOO_DEEP']],
    ['64 KiB of not', filled('not '), ['CONDITION_TOO_DEEP']],
    ['64 KiB of minus', filled('-'), ['CONDITION_TOO_DEEP']],
    ['64 KiB of members', `a${filled('.a').slice(2)}`, ['CONDITION_TOO_DEEP']],
    ['64 KiB of indexes', `a${filled('[0]').slice(3)}`, ['CONDITION_TOO_DEEP']],
    ['64 KiB of methods', `a${filled('.a()').slice(4)}`, ['CONDITION_TOO_DEEP']],
    ['64 KiB of calls', filled('a('), ['CONDITION_TOO_DEEP']],
    ['64 KiB of loops', filled('any('), ['CONDITION_TOO_DEEP']],
    ['64 KiB of sums', `${filled('1+').slice(2)}1`, ['CONDITION_TOO_DEEP']],
    ['64 KiB of quotes', `${filled('""')}`, ['UNEXPECTED_TOKEN']],
    ['64 KiB of one opening quote', `"${'a'.repeat(full - 1)}`, ['UNTERMINATED_TEXT']],
    ['64 KiB of one name', 'a'.repeat(full), ['UNKNOWN_NAME']],
    ['64 KiB of one number', '1'.repeat(full), ['BAD_NUMBER']],
    ['64 KiB of number and underscore', filled('1_'), ['BAD_NUMBER']],
    ['64 KiB of one strange letter', filled('ж').slice(full / 2), ['UNEXPECTED_CHARACTER']],
    ['64 KiB of spaces', ' '.repeat(full), ['EMPTY_CONDITION']],
    ['64 KiB of comment', `#${'a'.repeat(full - 1)}`, ['EMPTY_CONDITION']],
    ['one byte more than 64 KiB', ' '.repeat(full + 1), ['CONDITION_TOO_LONG']],
    ['64 KiB of characters that are more bytes', `"${'é'.repeat(full - 2)}"`, ['CONDITION_TOO_LONG']],
  ])('%s is one problem', (_name, source, codes) => {
    expect(codesOf(source)).toEqual(codes)
  })

  test.each([
    ['backslashes', filled('\\')],
    ['dollars', filled('$ ')],
    ['wrong operators', filled('1&&')],
    ['wrong numbers', `[${filled('01,').slice(3)}]`],
    ['wrong escapes', `"${filled('\\q').slice(2)}"`],
    ['unknown names', `[${filled('a,').slice(2)}]`],
  ])('of %s no more than twenty problems are told', (_name, source) => {
    expect(checkCondition(source).problems.length).toBeLessThanOrEqual(20)
    expect(checkCondition(source).condition).toBeUndefined()
  })

  test.each([
    ['a long or', Array.from({length: 2000}, (_, at) => `tool_name == "t${at}"`).join(' or ')],
    ['a long list', `tool_name in [${Array.from({length: 5000}, (_, at) => `"t${at}"`).join(', ')}]`],
    ['a long chain', `1${' < 2'.repeat(5000)}`],
    ['64 levels', `${'('.repeat(63)}1${')'.repeat(63)}`],
  ])('%s is fine', (_name, source) => {
    expect(codesOf(source)).toEqual([])
  })
})

describe('whatever the text is', () => {
  const snippets = fc.constantFrom(
    ...[
      'and',
      'or',
      'not',
      'in',
      'is',
      'for',
      'if',
      'any(',
      'all(',
      'len(',
      'tool_args',
      'tool_name',
      '.',
      '[',
      ']',
    ],
    ...[
      '(',
      ')',
      ',',
      '"',
      "'",
      '\\',
      '\\u',
      '"a"',
      '1',
      '1.',
      '.5',
      '0x',
      '==',
      '=',
      '<',
      '> =',
      '!',
      '&&',
      '?',
      ':',
    ],
    ...[
      '#',
      '\n',
      '\t',
      '\u00a0',
      '\u202e',
      '\ud800',
      '\u0000',
      '“',
      'é',
      '😀',
      'x',
      '__proto__',
      'constructor',
      '-',
    ],
  )
  const scrambled = fc.array(snippets, {maxLength: 30}).map((pieces) => pieces.join(' '))
  const glued = fc.array(snippets, {maxLength: 30}).map((pieces) => pieces.join(''))
  const bytes = fc.uint8Array({maxLength: 200}).map((array) => Buffer.from(array).toString('latin1'))
  const damaged = fc
    .tuple(expression, fc.nat(), fc.nat(4), snippets)
    .map(([given, at, length, piece]) => damage(printExpression(given), at, length, piece))
  const anything = fc.oneof(scrambled, glued, bytes, damaged, fc.string({unit: 'binary'}))

  test('there is either a condition or at least one problem, each inside the text', () => {
    fc.assert(
      fc.property(anything, (source) => {
        const {condition, problems} = checkCondition(source)
        expect(condition === undefined).toBe(problems.length > 0)
        for (const {start, end} of problems) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(source.length)
        }
      }),
      runs(1000),
    )
  })

  test('what was accepted is evaluated to true, false or an evaluation error', () => {
    fc.assert(
      fc.property(anything, (source) => {
        const {condition} = checkCondition(source)
        if (condition)
          expect(['true', 'false', 'error']).toContain(outcome(() => ask(condition, scopeOf({x: 1}))))
      }),
      runs(1000),
    )
  })
})

function damage(text: string, at: number, length: number, piece: string): string {
  const start = at % (text.length + 1)
  return text.slice(0, start) + piece + text.slice(start + length)
}

function outcome(evaluate: () => boolean): string {
  try {
    return String(evaluate())
  } catch (error) {
    if (error instanceof EvaluationError) return 'error'
    throw error
  }
}

describe('arguments that want to exhaust the evaluation', () => {
  const mebi = 1024 * 1024
  const nested = (depth: number): ValueMap => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
  const large = {
    text: 'a'.repeat(mebi),
    part: `${'a'.repeat(mebi / 4)}b${'a'.repeat(mebi / 4)}`,
    list: Array.from({length: 300_000}, () => 1),
    left: nested(100_000),
    right: nested(100_000),
    commas: ','.repeat(mebi),
  }

  test.each([
    ['tool_args.part in tool_args.text', false],
    ['tool_args.text.count(tool_args.part) == 0', true],
    ['len(tool_args.commas.split(",")) == 1048577', true],
    ['tool_args.commas.count(",") == 1048576', true],
    ['len(tool_args.commas.replace(",", "")) == 0', true],
    ['tool_args.text.strip("a") == ""', true],
    ['all(x == 1 for x in tool_args.list)', true],
    [
      'any(any(x != y for y in tool_args.list) for x in tool_args.list)',
      'It takes too many steps for arguments of this size',
    ],
    ['any(x in tool_args.text for x in ["b", "c"])', false],
    [
      'any((tool_args.part + str(x)) in tool_args.text for x in tool_args.list)',
      'It takes too many steps for arguments of this size',
    ],
    ['tool_args.commas.replace(",", "ab") == ""', 'The result is larger than 1 Mi characters or items'],
    ['tool_args.text + "a" == ""', 'The result is larger than 1 Mi characters or items'],
    ['tool_args.text * 2 == ""', 'The result is larger than 1 Mi characters or items'],
    ['"a" * 1e15 == ""', 'The result is larger than 1 Mi characters or items'],
    ['[1] * 1048577 == []', 'The result is larger than 1 Mi characters or items'],
    ['tool_args.left == tool_args.right', "Lists or maps nested deeper than 200 levels can't be compared"],
    ['str(tool_args.left) == ""', "Lists or maps nested deeper than 200 levels can't be written out"],
  ])('%s is %s', (source, expected) => {
    const {condition} = checkCondition(source)
    expect(condition && message(() => ask(condition, scopeOf(large)))).toBe(expected)
  })
})

function message(evaluate: () => boolean): boolean | string {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

describe('an evaluation has so many steps, whatever they are spent on', () => {
  const list = Array.from({length: 4000}, (_, at) => at)
  const tooMany = 'It takes too many steps for arguments of this size'
  const outcomeOf = (source: string, args: ValueMap): unknown => {
    const {condition} = checkCondition(source)
    try {
      return condition && ask(condition, scopeOf(args))
    } catch (error) {
      return error instanceof EvaluationError ? error.message : error
    }
  }

  test.each([
    'any(-1 in tool_args.list for x in tool_args.list)',
    'any(tool_args.list < tool_args.same for x in tool_args.list)',
  ])('%s', (source) => {
    expect(outcomeOf(source, {list, same: [...list]})).toBe(tooMany)
  })

  test('the explanation of a look into a long list of the policy takes no more of them than the decision', () => {
    const source = `any(x in [${list.slice(0, 1000).join(', ')}] for x in tool_args.xs)`
    const args = {xs: Array<number>(11_000).fill(-1)}
    const {value, error} = checkCondition(source).condition?.explain(scopeOf(args)) ?? {}
    expect([outcomeOf(source, args), value, error]).toEqual([false, false, undefined])
  })
})
