import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {compileValue} from '../../src/policy/compile/compile.js'
import {readExpression} from '../../src/policy/parse/read-expression.js'
import {startCounting} from '../../src/policy/values/budget.js'
import {EvaluationError} from '../../src/policy/values/failure.js'
import type {Value, ValueMap} from '../../src/policy/values/value.js'
import {scopeOf} from './scope.js'

type Row = [source: string, args: ValueMap, value: Value, error?: string]

const file = path.join(import.meta.dirname, '../fixtures/python/cases.json')
const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[]

const raised = {raised: true}

function ours(source: string, args: ValueMap): Value | typeof raised {
  const {expression} = readExpression(source)
  if (!expression) return raised
  startCounting()
  try {
    return compileValue(expression, {source, variables: new Map()})(scopeOf(args))
  } catch (error) {
    if (error instanceof EvaluationError) return raised
    throw error
  }
}

/** Where we differ, and on purpose. */
const deliberate = new Map([
  ["any(x in y for y in ['ab'] for x in ['a'])", 'one `for` is enough'],
  ["'a' 'b'", 'two texts side by side are a forgotten comma'],
])

test(`says what Python says of ${rows.length} expressions`, () => {
  const different = rows.flatMap(([source, args, value, error]) => {
    const answer = ours(source, args)
    const wanted = error === undefined ? value : raised
    const same = JSON.stringify(answer) === JSON.stringify(wanted)
    return same || deliberate.has(source) ? [] : [{source, args, wanted: error ?? value, answer}]
  })
  expect(different).toEqual([])
})
