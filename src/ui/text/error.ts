import {inspect} from 'node:util'
import {type ErrorJson, TameError} from '../../errors.js'
import {ProblemsError} from '../../source/problems-error.js'
import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'
import {problemJson, problemsText} from './problems.js'
import {suggestionLines} from './suggestions.js'
import {hangingTree} from './wrap.js'

/** An error as a person reads it: what went wrong and where, its code, and what to try. */
export function errorText(error: TameError, canvas: Canvas): string {
  const {theme, width} = canvas
  if (error instanceof ProblemsError)
    return `${problemsText(error.problems, theme)}\n${theme.faint('Code:')} ${error.code}`
  const [first = '', ...more] = error.message.split('\n').map(escaped)
  return [
    ...[`${theme.bad('Error:')} ${first}`, ...more].map((line) => hangingTree(line, width)),
    `${theme.faint('Code:')} ${error.code}`,
    ...suggestionLines('Try this:', error.suggestions, canvas),
  ].join('\n')
}

/** The same as `--json` prints it. */
export function errorJson(error: TameError): ErrorJson & {problems?: readonly object[]} {
  if (!(error instanceof ProblemsError)) return error.toJSON()
  return {...error.toJSON(), problems: error.problems.map(problemJson)}
}

const reportTo = 'https://github.com/tame/tamesdk/issues'

/** A defect of tame's own, in the shape of every other error. */
export function bugError(cause: unknown): TameError {
  const message = cause instanceof Error ? cause.message : inspect(cause)
  return new TameError('BUG', `tame has a defect: ${message}`, {
    cause,
    suggestions: ['Run it again with DEBUG=tame* to see where', `Report it at ${reportTo}`],
  })
}

/** The stack of an error and of everything that caused it. */
export const stackText = (error: unknown): string => inspect(error, {depth: 4})
