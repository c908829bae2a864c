import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import {ExitCode, TameError} from '../errors.js'
import type {Tame} from '../model/tame.js'

/** Who answers by these settings. With a server configured that is the server or nobody: never silently tame itself. */
export async function connect(settings: LoadedConfig, here: Surroundings): Promise<Tame> {
  const {values, origins} = settings
  if (values.api_url !== null) throw noClient(originText(origins.api_url))
  const {openTame} = await import('./open-tame.js')
  return openTame(settings, here)
}

const noClient = (origin: string): TameError =>
  new TameError(
    'SERVER_UNREACHABLE',
    `This version of tame can't ask a server yet, and api_url names one (${origin})`,
    {
      suggestions: ['To decide here, without a server, take api_url away', 'tame config show --origin'],
      exitCode: ExitCode.unreachable,
    },
  )
