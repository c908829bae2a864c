/** Something wrong in a text that a person wrote, and where. Lines and columns count from 1. */
export interface Problem {
  severity: 'error' | 'warning'
  code: string
  message: string
  file: string
  line: number
  column: number
  /** How many characters from `column` on are meant. */
  length: number
  /** The line itself, so that the message needs no second look at the file. */
  excerpt: string
  suggestion?: string
}

export const inFileOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column)

/** More of them nobody reads. */
const mostProblems = 100

/** The first of them, and how many more there are. */
export function firstProblems(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[mostProblems]
  if (next === undefined) return problems
  const left = problems.length - mostProblems
  const message = left === 1 ? 'There is one more problem' : `There are ${left} more problems`
  const more: Problem = {...next, severity: 'error', code: 'MORE_PROBLEMS', message, length: 1, excerpt: ''}
  delete more.suggestion
  return [...problems.slice(0, mostProblems), more]
}

/** As much of a stranger's text as a message can bear. */
export const clipped = (text: string): string => printable(text.length > 60 ? `${text.slice(0, 60)}…` : text)

const excerptWidth = 100

/** `file:line:column: message`, the line with a caret under it, and what to try. */
export function problemText(problem: Problem): string {
  const {suggestion} = problem
  return suggestion === undefined ? placedText(problem) : `${placedText(problem)}\n  ${suggestion}`
}

/** The same without what to try. */
export function placedText(problem: Problem): string {
  const {file, line, column, message} = problem
  return [`${printable(file)}:${line}:${column}: ${message}`, ...excerptLines(problem)].join('\n')
}

function excerptLines({line, column, length, excerpt}: Problem): string[] {
  if (excerpt.trim() === '') return []
  // A line of a mebibyte is shown by the window around its caret only.
  const start = column > excerptWidth - 20 ? column - 20 : 0
  const shown = printable(excerpt.slice(start, start + excerptWidth))
  const caretAt = column - 1 - start
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - caretAt)))
  const gutter = `${line} │ `
  return [`  ${gutter}${shown}`, `  ${' '.repeat(gutter.length - 2)}│ ${' '.repeat(caretAt)}${carets}`]
}

/** The same number of characters, none of which moves a cursor, widens the line or turns its direction. */
export const printable = (text: string): string =>
  text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '�')
