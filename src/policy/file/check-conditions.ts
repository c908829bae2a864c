import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {checkJsonValue} from './json-value.js'

/** The values of the older `conditions:`. Files with them were written for another reader of YAML than this one. */
export function checkConditionValues(document: SourceDocument, path: Path, value: unknown): Problem[] {
  const problems = checkJsonValue(document, path, value)
  return problems.length > 0 ? problems : checkReadings(document, path, value)
}

function checkReadings(document: SourceDocument, path: Path, value: unknown): Problem[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => checkReadings(document, [...path, at], item))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => [
      ...checkConditionKey(document, [...path, key], key),
      ...checkReadings(document, [...path, key], part),
    ])
  }
  const about = readingFault(value, document.sourceAt(path))
  return about === undefined ? [] : [document.problemAtValue(path, about)]
}

/** A key that YAML 1.1 takes for true, false, a number or a date names another argument there. */
export function checkConditionKey(document: SourceDocument, path: Path, key: string): Problem[] {
  // `y` is what half of all coordinates are called, and the readers in use take it for a text.
  const about = /^[yn]$/i.test(key) ? undefined : wordFault(key)
  if (about === undefined) return []
  const problem = document.problemAtKey(path, about)
  return isQuoted(problem.excerpt.slice(problem.column - 1)) ? [] : [problem]
}

const isQuoted = (source: string): boolean => /^["'|>]/.test(source)

function readingFault(value: unknown, source: string | undefined): About | undefined {
  // The place an alias stands for is not known here, so neither is how the value is written there.
  if (source === undefined || source.startsWith('*')) {
    if (typeof value === 'number') return hiddenBehindAlias
    return typeof value === 'string' ? wordFault(value) : undefined
  }
  if (typeof value === 'number') return numberFault(value, source)
  return typeof value === 'string' && !isQuoted(source) ? wordFault(source) : undefined
}

const decimal = /^[-+]?(?:0|[1-9]\d*)$/
const fraction = /^[-+]?(?:\d+\.\d*|\.\d+)(?:e[-+]\d+)?$/i
const hexadecimal = /^0x[\da-f]+$/i

/** Only what both YAML 1.1 and 1.2 read as the same number is one. */
function numberFault(value: number, source: string): About | undefined {
  const isWhole = decimal.test(source) || hexadecimal.test(source)
  if (isWhole && Number.isSafeInteger(value)) return undefined
  if (isWhole) return {...ambiguousValue(source), message: `${source} is too large to be exact`}
  return fraction.test(source) ? undefined : ambiguousValue(source)
}

const truthWord = /^(?:yes|no|on|off|y|n)$/i

/** Plain texts of YAML 1.2 that are something else in 1.1. */
const otherReadings: readonly RegExp[] = [
  /^[-+]?(?:0b[01_]+|0x[\da-f_]+)$/i,
  /^[-+]?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i,
  /^[-+]?\.[\d_]+(?:e[-+]?\d+)?$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$/,
  /^(?:=|<<)$/,
]

function wordFault(source: string): About | undefined {
  if (truthWord.test(source)) return ambiguousWord(source)
  return otherReadings.some((reading) => reading.test(source)) ? ambiguousValue(source) : undefined
}

const ambiguousWord = (word: string): About => ({
  code: 'AMBIGUOUS_WORD',
  message: `Readers of YAML disagree whether ${word} is a text or a truth value`,
  suggestion: `Write ${/^(?:yes|on|y)$/i.test(word) ? 'true' : 'false'}, or "${word}".`,
})

const ambiguousValue = (source: string): About => ({
  code: 'AMBIGUOUS_VALUE',
  message: `Readers of YAML disagree what ${source} is`,
  suggestion: `Write "${source}" if it is a text; a number in digits only, without leading zeros.`,
})

const hiddenBehindAlias: About = {
  code: 'AMBIGUOUS_VALUE',
  message: 'How this number is written does not show behind an alias',
  suggestion: 'Write the value out.',
}
