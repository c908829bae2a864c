import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {ExitCode, TameError} from '../errors.js'
import type {Tame} from '../model/tame.js'
import type {AdminKey} from './admin-key.js'
import type {OpenOptions} from './open-tame.js'

export interface ConnectOptions extends OpenOptions {
  /** How often a server is asked again that does not answer. */
  readonly retries?: number
  /** Whether a person asks, to whom the key belongs that `tame serve` made here. An agent gets none that it was not given. */
  readonly isPerson?: boolean
  /** Breaks off what a server is asked; what is done here is not left half done. */
  readonly signal?: AbortSignal
}

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

/** A person at a terminal would rather be told soon. */
const fewRetries = 2

/** Who answers by these settings. With a server configured that is the server or nobody: never silently tame itself. */
export async function connect(
  settings: Settings,
  here: Surroundings,
  {retries = fewRetries, isPerson = false, signal, ...options}: ConnectOptions = {},
): Promise<Tame> {
  const {api_url: apiUrl} = settings.values
  if (apiUrl === null) {
    const {openTame} = await import('./open-tame.js')
    return openTame(settings, here, options)
  }
  refuseLocal(settings)
  const {openRemoteTame} = await import('./open-remote-tame.js')
  const reaching = {retries, ...(signal && {signal})}
  const admin = isPerson && settings.values.api_key === null ? await adminKey(apiUrl, here) : undefined
  if (admin === undefined) return openRemoteTame(settings.values, apiUrl, reaching)
  return openRemoteTame({...settings.values, api_key: admin.secret}, admin.url, reaching)
}

async function adminKey(apiUrl: string, here: Surroundings): Promise<AdminKey | undefined> {
  const {adminKeyFor} = await import('./admin-key.js')
  return adminKeyFor(apiUrl, here)
}

/** What only tame itself could obey, and was said for this very call. In a file it may be meant for another day. */
function refuseLocal({origins}: Settings): void {
  for (const key of ['policy', 'store', 'durability'] as const) {
    if (origins[key].kind === 'flag') throw notHere(origins[key].source ?? key)
  }
}

const notHere = (what: string): TameError =>
  new TameError(
    'NOT_FOR_A_SERVER',
    `${what} is for deciding here, but a server is asked, which has its own`,
    {
      suggestions: [`Leave ${what} away`, 'To decide here, take api_url away: tame config show --origin'],
      exitCode: ExitCode.misuse,
    },
  )
