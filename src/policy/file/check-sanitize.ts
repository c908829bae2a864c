import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {prepareRegex} from '../functions/regex.js'
import {parseArgPath} from '../sanitize/arg-path.js'
import {checkJsonValue} from './json-value.js'
import type {SanitizeStepFile} from './schema.js'

/** What is wrong with one change to the arguments. */
export function checkSanitizeStep(document: SourceDocument, path: Path, step: SanitizeStepFile): Problem[] {
  return [
    ...checkArg(document, path, step.arg),
    ...checkKind(document, path, step),
    ...checkPattern(document, path, step),
    ...checkJsonValue(document, [...path, 'set'], step.set),
  ]
}

function checkArg(document: SourceDocument, path: Path, arg: string): Problem[] {
  if (parseArgPath(arg) !== undefined) return []
  const about: About = {
    code: 'BAD_ARG_PATH',
    message: `"${arg}" is no path to an argument`,
    suggestion: 'Write it like headers.authorization, items[0].key, items.*.key or ["a key with dots"].',
  }
  return [document.problemAtValue([...path, 'arg'], about)]
}

const kinds = ['with', 'replace', 'set'] as const

function checkKind(document: SourceDocument, path: Path, step: SanitizeStepFile): Problem[] {
  const given = kinds.filter((key) => Object.hasOwn(step, key))
  if (given.length !== 1) return [document.problemAtValue(path, kindFault(given))]
  const hasBy = Object.hasOwn(step, 'by')
  if (given[0] === 'replace' && !hasBy) return [document.problemAtKey([...path, 'replace'], byMissing)]
  return given[0] !== 'replace' && hasBy ? [document.problemAtKey([...path, 'by'], byUnused)] : []
}

const kindFault = (given: readonly string[]): About => ({
  code: 'SANITIZE_STEP',
  message:
    given.length === 0
      ? 'This does not say what becomes of the argument'
      : `This says ${given.map((key) => `"${key}"`).join(' and ')}, and only one can be`,
  suggestion: 'Write one of: with: mask (or remove, hash), replace: PATTERN and by: TEXT, set: VALUE.',
})

const byMissing: About = {
  code: 'SANITIZE_STEP',
  message: '"replace" does not say what takes the place of a match',
  suggestion: 'Add by: "[removed]", or by: "" to leave nothing.',
}

const byUnused: About = {
  code: 'SANITIZE_STEP',
  message: '"by" does nothing without "replace"',
  suggestion: 'Add replace: PATTERN, or remove "by".',
}

function checkPattern(document: SourceDocument, path: Path, {replace}: SanitizeStepFile): Problem[] {
  if (replace === undefined) return []
  const pattern = prepareRegex(replace)
  const at = [...path, 'replace']
  if ('problem' in pattern) {
    return [
      document.problemAtValue(at, {
        code: 'BAD_REGEX',
        message: `The pattern can’t be used: ${pattern.problem}`,
      }),
    ]
  }
  return pattern.test('') ? [document.problemAtValue(at, matchesNothing)] : []
}

const matchesNothing: About = {
  code: 'BAD_REGEX',
  message: 'The pattern also matches where nothing is, so everything would be replaced',
  suggestion: 'Ask for at least one character: + in place of *.',
}
