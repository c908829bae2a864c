import type {Config} from '../config/schema.js'

/** Whether a stream is to be coloured: only a terminal is, unless somebody asked for it. */
export function wantsColor(stream: {isTTY?: boolean}, setting: Config['color']): boolean {
  if (setting !== 'auto') return setting === 'always'
  return stream.isTTY === true && process.env['TERM'] !== 'dumb'
}

/** What is known of the colour setting when the configuration is not: it may be what is broken. */
export function earlyColor(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config['color'] {
  const asked = env['TAME_COLOR']
  if (argv.includes('--no-color')) return 'never'
  if (asked === 'always' || asked === 'never') return asked
  if (env['NO_COLOR'] || env['FORCE_COLOR'] === '0') return 'never'
  return env['FORCE_COLOR'] ? 'always' : 'auto'
}

/** The columns of a terminal; null for a pipe or a file. */
export const widthOf = (stream: {isTTY?: boolean; columns?: number}): number | null =>
  stream.isTTY === true ? (stream.columns ?? 80) : null

/** Whether somebody asked, in the way of all Node programs, to see what goes on inside. */
export const debugging = (): boolean => /(^|[\s,])(\*|tame)/.test(process.env['DEBUG'] ?? '')

/** Whether somebody types, whatever there is to show. */
export const hasKeys = (): boolean => process.stdin.isTTY === true

/** Whether somebody sits at a terminal that can show a screen. */
export const hasScreen = (): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && process.env['TERM'] !== 'dumb'
