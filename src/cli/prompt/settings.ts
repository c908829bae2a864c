import {type LoadedConfig, loadConfig} from '../../config/load.js'
import {flagLayer} from '../../runtime/flags.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import type {SharedWords} from './shared-words.js'

/** The settings that a command without flags of its own is answered by. */
export async function settingsOf(shared: SharedWords): Promise<LoadedConfig> {
  const here = processSurroundings()
  const {config, ...flags} = shared.values
  const layer = await flagLayer(flags, here)
  return loadConfig(here, layer, typeof config === 'string' ? config : undefined)
}
