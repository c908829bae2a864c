import {constantOf} from '../../compile/constant.js'
import {childrenOf, type Expression} from '../../parse/expression.js'
import type {Value} from '../../values/value.js'
import type {Atom, Question} from '../logic/atom.js'
import {sampleOf} from '../logic/pattern.js'
import {regexSample} from './regex-sample.js'
import {usualTime} from './scenario.js'

const usual: readonly (Value | undefined)[] = [
  'x',
  undefined,
  1,
  0,
  -1,
  1_000_000,
  true,
  false,
  '',
  '/x',
  '/etc/passwd',
  'https://example.org/',
  '192.0.2.1',
  'a@example.org',
  ['x'],
  [],
  {},
]

const mostConstants = 24

/** Values for what atoms look at, of which one may well bring about what is wanted: those the atoms name, and values beside them. */
export function valuesToTry(atoms: readonly Atom[], isNamed: boolean): readonly (Value | undefined)[] {
  const constants = [...new Set(atoms.flatMap(constantsOf))].slice(0, mostConstants)
  const named = [...constants, ...constants.flatMap(beside), ...joined(constants)]
  return isNamed ? [...named, ...usual] : [...usual, ...named]
}

function constantsOf({expression, question}: Atom): readonly Value[] {
  return [...samplesFor(question), ...(expression === undefined ? [] : constantsIn(expression))]
}

function samplesFor(question: Question): readonly Value[] {
  if (question.kind === 'text') return question.patterns.map(sampleOf)
  const isFolder = question.kind === 'place' && question.name === 'under'
  return isFolder ? question.options.map((folder) => `${folder.replace(/\/$/, '')}/x`) : []
}

function constantsIn(expression: Expression): readonly Value[] {
  const value = constantOf(expression)
  if (value === undefined) return childrenOf(expression).flatMap(constantsIn)
  return Array.isArray(value) ? value : [value]
}

function beside(value: Value): readonly Value[] {
  if (typeof value === 'number') return besideNumber(value)
  return typeof value === 'string' ? besideText(value) : []
}

function besideNumber(number: number): readonly Value[] {
  const near = [number + 1, number - 1, number + 0.5, number - 0.5]
  const length = Number.isInteger(number) && number >= 0 && number < 2000 ? number : undefined
  if (length === undefined) return near
  const texts = [length, length + 1].map((count) => 'x'.repeat(count))
  return length > 100 ? [...near, ...texts] : [...near, ...texts, Array.from({length: length + 1}, () => 'x')]
}

function besideText(text: string): readonly Value[] {
  const [beforeSlash = ''] = text.split('/')
  const wild = text.replaceAll('**/', '').replaceAll(/\*+|\?/g, 'x')
  return [
    ...(text.endsWith('/') ? [`${text}x`] : [`${text}/x`, `${text}x`]),
    `/x${text.startsWith('/') ? '' : '/'}${text}`,
    `x${text}`,
    `x${text}x`,
    text.toLowerCase(),
    text.toUpperCase(),
    `https://${text}/`,
    beforeSlash,
    `http://${beforeSlash}/`,
    wild,
    `/${wild}`,
    regexSample(text),
    [text],
    [`${text}/x`],
  ]
}

/** A text that begins with one and ends with another: a file in a folder, a name at a domain. */
function joined(constants: readonly Value[]): readonly Value[] {
  const texts = constants.filter((value) => typeof value === 'string').slice(0, 6)
  return texts.flatMap((start) =>
    texts.flatMap((end) => {
      const folder = start.replace(/[/*]+$/, '')
      const name = end.replace(/^[/*]+/, '').replaceAll(/\*+|\?/g, 'x')
      return start === end ? [] : [`${folder}/${name}`, start + end]
    }),
  )
}

const hourMs = 3_600_000

/** Instants of which one may well show what a clock is asked for: the hours of a week, and the days and months of a year. */
export function* instantsToTry(): Generator<number> {
  yield usualTime
  for (let hour = 0; hour < 7 * 24; hour++) {
    for (const minute of [0, 30, 59]) yield usualTime + hour * hourMs + minute * 60_000
  }
  for (let day = 0; day < 366; day++) yield usualTime + day * 24 * hourMs
}
