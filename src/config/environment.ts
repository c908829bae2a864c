import {configKeys} from './keys.js'
import type {Layer, Setting, Surroundings} from './layer.js'
import type {OriginKind} from './origin.js'
import {settingOf} from './plain-value.js'
import type {ConfigKey} from './schema.js'
import {runlokVariables, variableOf} from './variables.js'

type Variables = Iterable<readonly [ConfigKey, string]>

/** What the environment sets: first tame's own variables, then those of Runlok, which count where tame's say nothing. */
export async function readEnvironment(surroundings: Surroundings): Promise<Layer[]> {
  const own = configKeys.map((key) => [key, variableOf(key)] as const)
  const settings = await settingsOf(own, 'environment', surroundings)
  const color = settings.has('color') ? undefined : commonColor(surroundings.env)
  if (color !== undefined) settings.set('color', color)
  // Apart from tame's, so that a key of the one is not taken for a key to the other's server.
  const runlok = Object.entries(runlokVariables) as [ConfigKey, string][]
  return [
    {kind: 'environment', settings},
    {kind: 'runlok', settings: await settingsOf(runlok, 'runlok', surroundings)},
  ]
}

/** An empty variable is as good as none. */
async function settingsOf(
  variables: Variables,
  kind: OriginKind,
  here: Surroundings,
): Promise<Map<ConfigKey, Setting>> {
  const settings = new Map<ConfigKey, Setting>()
  for (const [key, variable] of variables) {
    const text = here.env[variable]
    if (text === undefined || text === '') continue
    const value = await settingOf(key, text, variable, here)
    settings.set(key, {value, origin: {kind, source: variable, line: null}})
  }
  return settings
}

/** The variables that every command line obeys. */
function commonColor(env: Surroundings['env']): Setting | undefined {
  const said = (variable: string, value: 'always' | 'never'): Setting => ({
    value,
    origin: {kind: 'environment', source: variable, line: null},
  })
  if (env['NO_COLOR']) return said('NO_COLOR', 'never')
  if (env['FORCE_COLOR']) return said('FORCE_COLOR', env['FORCE_COLOR'] === '0' ? 'never' : 'always')
  return undefined
}
