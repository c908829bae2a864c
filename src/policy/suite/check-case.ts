import {closestName} from '../../model/spelling.js'
import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {checkShape} from '../../source/shape.js'
import {mapOf, textsOf} from '../file/well-shaped.js'
import {caseFile, expectedEffect, expectedParts} from './schema.js'
import {synonyms} from './synonyms.js'

type Written = Readonly<Record<string, unknown>>

/** What the shape of a case can't show: keys that exclude each other, or say nothing. */
export function checkCase(document: SourceDocument, position: number, written: Written): Problem[] {
  const path: Path = ['cases', position]
  return [
    ...checkForm(document, path, written),
    ...checkTools(document, path, written),
    ...checkCircumstances(document, path, written),
    ...checkExpect(document, [...path, 'expect'], written),
    ...checkNumbers(document, path, written),
  ]
}

/** How often a case has the policy decide, as far as it can be understood. */
export function countCalls({tools, each, repeat}: Written): number {
  const times = typeof repeat === 'number' ? repeat : 1
  return lengthOf(tools) * lengthOf(each) * times
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 1)

function checkForm(document: SourceDocument, path: Path, written: Written): Problem[] {
  const has = (key: string): boolean => Object.hasOwn(written, key)
  if (has('call') && has('tools')) return [document.problemAtKey([...path, 'tools'], twoForms)]
  if (has('each') && !has('tools')) return [document.problemAtKey([...path, 'each'], eachAlone)]
  if (has('call') || has('tools') || isMeant('call', written) || isMeant('tools', written)) return []
  return [document.problemAtValue(path, noCall)]
}

/** Whether a key that nobody knows stands for this one: then to say that this one is missing would say it twice. */
const isMeant = (key: string, written: Written): boolean =>
  Object.keys(written)
    .filter((each) => !Object.hasOwn(caseFile.shape, each))
    .some((each) => synonyms.get(each)?.includes(key) || closestName(each, [key]) !== undefined)

const twoForms: About = {
  code: 'CASE_AMBIGUOUS',
  message: 'A case has "call" or "tools", not both',
  suggestion: 'Remove one of them, or make two cases of it.',
}

const eachAlone: About = {
  code: 'CASE_AMBIGUOUS',
  message: '"each" says nothing without "tools"',
  suggestion: 'Add for example: tools: [read_file], in place of "call".',
}

const noCall: About = {
  code: 'MISSING_KEY',
  message: 'The case makes no call: it needs "call", or "tools" and "each"',
  suggestion: 'Add for example: call: {tool: read_file, args: {path: /tmp/a.txt}}',
}

function checkTools(document: SourceDocument, path: Path, {call, tools}: Written): Problem[] {
  const {tool} = mapOf(call)
  const named = [
    ...(typeof tool === 'string' ? [{text: tool, at: [...path, 'call', 'tool']}] : []),
    ...textsOf(tools).map(({text, position}) => ({text, at: [...path, 'tools', position]})),
  ]
  return named.filter(({text}) => /[*?]/.test(text)).map(({at}) => document.problemAtValue(at, patternAsTool))
}

const patternAsTool: About = {
  code: 'BAD_PATTERN',
  message: 'A call is of one tool, and this is a pattern',
  suggestion: 'Name the tools one by one: tools: [delete_file, delete_repository]',
}

/** Said of the case and of its call, one of the two would be ignored. */
function checkCircumstances(document: SourceDocument, path: Path, written: Written): Problem[] {
  const call = mapOf(written['call'])
  return ['session', 'agent', 'user', 'metadata']
    .filter((key) => Object.hasOwn(written, key) && Object.hasOwn(call, key))
    .map((key) => document.problemAtKey([...path, 'call', key], saidTwice(key)))
}

const saidTwice = (key: string): About => ({
  code: 'CASE_AMBIGUOUS',
  message: `"${key}" is there twice, for the case and for its call`,
  suggestion: 'Keep one of them.',
})

function checkExpect(document: SourceDocument, path: Path, written: Written): Problem[] {
  const {expect} = written
  const isMap = typeof expect === 'object' && expect !== null && !Array.isArray(expect)
  if (!isMap && Object.hasOwn(written, 'expect'))
    return checkShape(document, expectedEffect, {at: path, synonyms})
  if (!isMap) return isMeant('expect', written) ? [] : [document.problemAtValue(path.slice(0, -1), noExpect)]
  const isEmpty = Object.keys(expect).length === 0
  return isEmpty
    ? [document.problemAtValue(path, emptyExpect)]
    : checkShape(document, expectedParts, {at: path, synonyms})
}

const noExpect: About = {
  code: 'MISSING_KEY',
  message: 'The case expects nothing: it needs "expect"',
  suggestion: 'Add for example: expect: deny',
}

const emptyExpect: About = {
  code: 'INVALID_VALUE',
  message: '"expect" says nothing',
  suggestion: 'Write for example: expect: deny, or expect: {decision: deny, rule: deny_system_files}',
}

/** YAML has numbers that no call can carry. */
function checkNumbers(document: SourceDocument, path: Path, value: unknown): Problem[] {
  if (typeof value === 'number' && !Number.isFinite(value)) return [document.problemAtValue(path, noNumber)]
  if (typeof value !== 'object' || value === null) return []
  const keys: readonly PropertyKey[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) =>
    checkNumbers(document, [...path, key], (value as Record<PropertyKey, unknown>)[key]),
  )
}

const noNumber: About = {
  code: 'INVALID_VALUE',
  message: 'A call carries JSON, which has no such number',
  suggestion: 'Write a number, or a text in quotes.',
}
