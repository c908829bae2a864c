import type {Layer, Setting} from './layer.js'
import {defaultOrigin, type Origin, originText} from './origin.js'
import {type Config, type ConfigKey, configKeys, defaults} from './schema.js'
import {shownValue} from './secret.js'

/** The settings in force, and where each came from. */
export interface ResolvedConfig {
  values: Config
  origins: Readonly<Record<ConfigKey, Origin>>
  /** What a place asked for and was not given, for a person to read. */
  refusals: readonly string[]
}

/** The strongest layer that sets a key wins it, unless it may not. Layers come strongest first. */
export function resolveConfig(layers: readonly Layer[]): ResolvedConfig {
  const trial = new Trial(layers)
  const settled = configKeys.map((key) => [key, trial.settingOf(key)] as const)
  return {
    values: Object.fromEntries(settled.map(([key, setting]) => [key, setting?.value ?? null])) as Config,
    origins: Object.fromEntries(
      settled.map(([key, setting]) => [key, setting?.origin ?? defaultOrigin]),
    ) as Record<ConfigKey, Origin>,
    refusals: trial.refusals,
  }
}

/**
 * A project's file comes with the repository and may be a stranger's. It may name a policy or a session; it may not
 * turn the policy off, and a key goes only to the URL that it was configured with.
 */
class Trial {
  readonly refusals: string[] = []

  constructor(private readonly layers: readonly Layer[]) {}

  settingOf(key: ConfigKey): Setting | undefined {
    const candidates = this.layers.flatMap(({settings}) => settings.get(key) ?? [])
    return candidates.find((candidate) => this.admits(key, candidate)) ?? defaultSetting(key)
  }

  private admits(key: ConfigKey, {value, origin}: Setting): boolean {
    if (key === 'bypass_mode')
      return !(isProject(origin) && value === true) || this.refuse(bypassRefusal(origin))
    if (key === 'api_key') return this.admitsKey(origin)
    return true
  }

  private admitsKey(origin: Origin): boolean {
    const url = this.strongest('api_url', this.layers)
    if (isProject(origin)) {
      return (url !== undefined && isProject(url.origin)) || this.refuse(strayKeyRefusal(origin))
    }
    if (url === undefined || !isProject(url.origin)) return true
    const own = this.strongest(
      'api_url',
      this.layers.filter(({kind}) => kind !== 'project'),
    )
    return sameUrl(own?.value, url.value) || this.refuse(keyRefusal(origin, url))
  }

  private strongest(key: ConfigKey, layers: readonly Layer[]): Setting | undefined {
    return layers.flatMap(({settings}) => settings.get(key) ?? [])[0]
  }

  private refuse(reason: string): false {
    this.refusals.push(reason)
    return false
  }
}

const isProject = ({kind}: Origin): boolean => kind === 'project'

function defaultSetting(key: ConfigKey): Setting | undefined {
  const value = (defaults as Partial<Record<ConfigKey, Setting['value']>>)[key]
  return value === undefined ? undefined : {value, origin: defaultOrigin}
}

/** Whether two settings name one server. */
export function sameUrl(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && normalized(a) === normalized(b)
}

const normalized = (url: string): string => new URL(url).href.replace(/\/+$/, '')

const bypassRefusal = (origin: Origin): string =>
  `bypass_mode in ${originText(origin)} is not obeyed: a project's file can't turn the policy off. To do so yourself: --bypass`

const strayKeyRefusal = (origin: Origin): string =>
  `api_key in ${originText(origin)} is not used: it belongs to the api_url of that file, which is not the one in force`

const keyRefusal = (origin: Origin, url: Setting): string =>
  `api_key from ${originText(origin)} is not sent to ${shownValue('api_url', String(url.value))}, which ${originText(url.origin)} names: ` +
  'it was not configured for that URL. To send it there: --api-url with that URL'
