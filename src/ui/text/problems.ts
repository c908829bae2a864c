import {type Problem, placedText} from '../../source/problem.js'
import type {Theme} from '../theme.js'
import {counted} from './counted.js'
import {escaped} from './escape.js'

/** A problem; one that lint found has a call that shows it. */
export type ShownProblem = Problem & {witness?: unknown}

/** Problems as a person reads them: each with its line, a caret and what to try; then how many there are. */
export function problemsText(problems: readonly ShownProblem[], theme: Theme): string {
  const shown = problems.map((problem) => {
    const {severity, code, suggestion, witness} = problem
    const label = severity === 'error' ? theme.bad('✖ error') : theme.warning('! warning')
    const lines = [`${label} ${theme.faint(code)} ${linesEscaped(placedText(problem))}`]
    if (witness !== undefined)
      lines.push(`  ${theme.faint('For example:')} ${escaped(JSON.stringify(witness))}`)
    if (suggestion !== undefined) lines.push(`  ${theme.faint('Try this:')} ${linesEscaped(suggestion)}`)
    return lines.join('\n')
  })
  return [...shown, tally(problems)].join('\n\n')
}

/** A message may name a stranger's file. */
const linesEscaped = (text: string): string => text.split('\n').map(escaped).join('\n')

function tally(problems: readonly ShownProblem[]): string {
  const errors = problems.filter(({severity}) => severity === 'error').length
  const warnings = problems.length - errors
  const parts = [errors > 0 && counted(errors, 'error'), warnings > 0 && counted(warnings, 'warning')]
  return parts.filter((part) => part !== false).join(', ')
}

/** A problem as `--json` prints it. */
export const problemJson = ({
  severity,
  code,
  message,
  file,
  line,
  column,
  suggestion,
  witness,
}: ShownProblem): object => ({
  severity,
  code,
  message,
  file,
  line,
  column,
  suggestion: suggestion ?? null,
  witness: witness ?? null,
})

/** Where in a one-line text something is wrong. */
interface Fault {
  message: string
  line: number
  column: number
  length: number
}

/** A fault of an expression: what is wrong, and the line with a caret. */
export function faultText(source: string, {message, line, column, length}: Fault): string {
  const excerpt = source.split('\n')[line - 1] ?? ''
  return placedText({severity: 'error', code: '', message, file: 'expression', line, column, length, excerpt})
}
