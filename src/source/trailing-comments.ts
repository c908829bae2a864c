import {Lexer} from 'yaml'

interface Comment {
  readonly text: string
  /** From 0. */
  readonly line: number
  readonly column: number
  /** What stands before it on its line; nothing for a comment that has its line to itself. */
  readonly code: string
}

/** Each comment's text, in the order of the file. */
export const commentsIn = (text: string): readonly string[] =>
  placedComments(text).map((comment) => comment.text)

/**
 * The formatted text with the comments behind values where their author put them: in their column where they make one with
 * those of the lines around them, else as far from the value. The YAML library puts all of them one space behind it, and
 * those behind a key whose value begins below on a line of their own.
 */
export function placeComments(formatted: string, original: string): string {
  const trailing = placedComments(original).filter(({code}) => code !== '')
  const columns = sharedColumns(trailing)
  const waiting = queues(trailing)
  const lines: (string | undefined)[] = formatted.split('\n')
  for (const comment of placedComments(formatted)) {
    const at = comment.code === '' ? comment.line - 1 : comment.line
    const code = comment.code || (lines[at]?.trimEnd() ?? '')
    const mayStandHere = comment.code !== '' || opensBelow(code)
    const before = mayStandHere ? waiting.get(placeKey({...comment, code}))?.pop() : undefined
    if (before === undefined) {
      lines[comment.line] = lines[comment.line]?.trimEnd()
      continue
    }
    lines[comment.line] = undefined
    lines[at] = `${code}${' '.repeat(gapOf(before, code, columns))}${comment.text}`
  }
  return lines.filter((line) => line !== undefined).join('\n')
}

/** By what they say and stand behind; of several the first comes last. */
function queues(comments: readonly Comment[]): Map<string, Comment[]> {
  const waiting = new Map<string, Comment[]>()
  for (const comment of comments.toReversed()) {
    const key = placeKey(comment)
    const queue = waiting.get(key)
    if (queue === undefined) waiting.set(key, [comment])
    else queue.push(comment)
  }
  return waiting
}

/** What tells a comment from others: behind a key alone, also which. */
const placeKey = ({text, code}: Comment): string =>
  JSON.stringify([text, opensBelow(code) ? keyOf(code) : null])

/** The lexer marks what is text, so that only a comment's token begins with its sign. */
function placedComments(text: string): readonly Comment[] {
  const comments: Comment[] = []
  let [line, before] = [0, '']
  for (const token of new Lexer().lex(text)) {
    if (signs.has(token)) continue
    if (token.startsWith('#')) {
      comments.push({text: token.trim(), line, column: before.length, code: before.trimEnd()})
    }
    const last = token.lastIndexOf('\n')
    line += token.split('\n').length - 1
    before = last < 0 ? before + token : token.slice(last + 1)
  }
  return comments
}

/** What the lexer says of the next token: no part of the text. */
const signs = new Set(['\u0002', '\u0018', '\u001f'])

/** Whether the value begins on a line below. */
const opensBelow = (code: string): boolean => code.endsWith(':')

const keyOf = (code: string): string => code.replace(/^[\s-]*/, '').replaceAll(/["']/g, '')

type Columns = ReadonlySet<Comment>

/** Those that stand right below or above another in the same column. */
const sharedColumns = (comments: readonly Comment[]): Columns =>
  new Set(
    comments.filter(({line, column}, at) =>
      [comments[at - 1], comments[at + 1]].some(
        (other) => other !== undefined && Math.abs(other.line - line) === 1 && other.column === column,
      ),
    ),
  )

const gapOf = (before: Comment, code: string, columns: Columns): number =>
  Math.max(1, before.column - (columns.has(before) ? code : before.code).length)
