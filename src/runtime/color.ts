import {loadConfig} from '../config/load.js'
import type {Config} from '../config/schema.js'
import {processSurroundings} from './surroundings.js'
import {earlyColor} from './terminal.js'

/** The colour setting, for words that are said before the configuration was asked for, or because it is broken. */
export async function colorInForce(argv: readonly string[]): Promise<Config['color']> {
  const early = earlyColor(argv, process.env)
  if (early !== 'auto') return early
  try {
    const {values} = await loadConfig(processSurroundings(), {kind: 'flag', settings: new Map()})
    return values.color
  } catch {
    return 'auto'
  }
}
