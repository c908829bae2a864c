import type {Canvas} from '../theme.js'
import {escaped} from './escape.js'
import {widthOf} from './width.js'

/**
 * What to try, on one line or else on a line each. A command is left to the terminal to break: what is copied from there is still
 * one, and its first half may do something else than the whole.
 */
export function suggestionLines(head: string, tries: readonly string[], {width, theme}: Canvas): string[] {
  if (tries.length === 0) return []
  const all = tries.map(escaped)
  const line = all.join(' · ')
  if (width === null || widthOf(`${head} ${line}`) <= width) return [`${theme.faint(head)} ${line}`]
  return [theme.faint(head), ...all.map((each) => `  ${each}`)]
}
