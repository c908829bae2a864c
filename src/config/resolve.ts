import {configKeys, defaults} from './keys.js'
import type {Layer, Setting} from './layer.js'
import {defaultOrigin, type Origin, originText} from './origin.js'
import type {Config, ConfigKey} from './schema.js'
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
 * weaken what a policy does, and no key goes to another URL than the one it was configured with.
 */
class Trial {
  readonly refusals: string[] = []
  private readonly url: Setting | undefined

  constructor(private readonly layers: readonly Layer[]) {
    this.url = strongest('api_url', layers)
  }

  settingOf(key: ConfigKey): Setting | undefined {
    const candidates = this.layers.filter(({settings}) => settings.has(key))
    const admitted = candidates.find((layer) => this.admits(key, layer))
    return admitted?.settings.get(key) ?? defaultSetting(key)
  }

  private admits(key: ConfigKey, layer: Layer): boolean {
    const setting = layer.settings.get(key)
    if (setting === undefined) return false
    const reason = key === 'api_key' ? this.strayKey(setting, layer) : weakening(key, setting)
    if (reason !== undefined) this.refusals.push(reason)
    return reason === undefined
  }

  /** Why a key would go where it does not belong; nothing when it goes home. */
  private strayKey({origin}: Setting, layer: Layer): string | undefined {
    const {url} = this
    if (url === undefined || url.origin.kind === layer.kind) return undefined
    const home = isProject(origin) ? undefined : this.homeOf(layer, url)
    return home !== undefined && sameUrl(home.value, url.value) ? undefined : keyRefusal(origin, url)
  }

  /** The URL a key belongs to: the one beside it; else the one in force, unless that is only the project's. */
  private homeOf({settings}: Layer, url: Setting): Setting | undefined {
    const beside = settings.get('api_url')
    if (beside !== undefined || !isProject(url.origin)) return beside ?? url
    return strongest(
      'api_url',
      this.layers.filter(({kind}) => kind !== 'project'),
    )
  }
}

const strongest = (key: ConfigKey, layers: readonly Layer[]): Setting | undefined =>
  layers.flatMap(({settings}) => settings.get(key) ?? [])[0]

const isProject = ({kind}: Origin): boolean => kind === 'project'

/** The values by which a policy's answer loses its force. */
const weak: Partial<Record<ConfigKey, unknown>> = {
  bypass_mode: true,
  raise_on_deny: false,
  raise_on_approve: false,
}

/** What would run a stranger's command, or tell a stranger what agents ask. */
const personal: ReadonlySet<ConfigKey> = new Set<ConfigKey>(['notify_command', 'notify_url', 'notify_secret'])

/** Whether somebody else's file must not say it. */
export const weakens = (key: ConfigKey, value: unknown): boolean =>
  personal.has(key) ? value !== null : key in weak && weak[key] === value

function weakening(key: ConfigKey, {value, origin}: Setting): string | undefined {
  if (!isProject(origin) || !weakens(key, value)) return undefined
  if (personal.has(key))
    return `${key} in ${originText(origin)} is not obeyed: a project's file can't say who is told of approvals. To do so yourself: tame config set ${key} VALUE`
  return `${key} in ${originText(origin)} is not obeyed: a project's file can't weaken what the policy does. To do so yourself: tame config set ${key} ${value}`
}

function defaultSetting(key: ConfigKey): Setting | undefined {
  const value = (defaults as Partial<Record<ConfigKey, Setting['value']>>)[key]
  return value === undefined ? undefined : {value, origin: defaultOrigin}
}

/** Whether two settings name one server. */
export function sameUrl(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && normalized(a) === normalized(b)
}

const normalized = (url: string): string => new URL(url).href.replace(/\/+$/, '')

const keyRefusal = (origin: Origin, url: Setting): string =>
  `api_key from ${originText(origin)} is not sent to ${shownValue('api_url', String(url.value))}, which ${originText(url.origin)} names: ` +
  'it was not configured for that URL. To send it there, give both together'
