import type {Config} from '../config/schema.js'

/** Whether a stream is to be coloured: only a terminal is, unless somebody asked for it. */
export function wantsColor(stream: {isTTY?: boolean}, setting: Config['color']): boolean {
  if (setting !== 'auto') return setting === 'always'
  return stream.isTTY === true && process.env['TERM'] !== 'dumb'
}

/** The columns of a terminal; null for a pipe or a file. */
export const widthOf = (stream: {isTTY?: boolean; columns?: number}): number | null =>
  stream.isTTY === true ? (stream.columns ?? 80) : null

/** Whether somebody asked, in the way of all Node programs, to see what goes on inside. */
export const debugging = (): boolean => /(^|[\s,])(\*|tame)/.test(process.env['DEBUG'] ?? '')
