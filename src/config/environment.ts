import {configKeys} from './keys.js'
import type {Layer, Setting, Surroundings} from './layer.js'
import {settingOf} from './plain-value.js'
import type {ConfigKey} from './schema.js'
import {variableOf} from './variables.js'

/** What the environment sets. An empty variable is as good as none. */
export async function readEnvironment(here: Surroundings): Promise<Layer> {
  const {env} = here
  const settings = new Map<ConfigKey, Setting>()
  for (const key of configKeys) {
    const variable = variableOf(key)
    const text = env[variable]
    if (text === undefined || text === '') continue
    const value = await settingOf(key, text, variable, here)
    settings.set(key, {value, origin: {kind: 'environment', source: variable, line: null}})
  }
  const color = settings.has('color') ? undefined : commonColor(env)
  if (color !== undefined) settings.set('color', color)
  return {kind: 'environment', settings}
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
