import {closestName} from '../model/spelling.js'
import {configKeys} from './keys.js'
import type {Surroundings} from './layer.js'
import type {ConfigKey} from './schema.js'

export const variableOf = (key: ConfigKey): string => `TAME_${key.toUpperCase()}`

/** What programs written for Runlok have set, and need not set again. */
export const runlokVariables = {
  api_url: 'RUNLOK_API_URL',
  api_key: 'RUNLOK_API_KEY',
  session_id: 'RUNLOK_SESSION_ID',
  agent_id: 'RUNLOK_AGENT_ID',
  user_id: 'RUNLOK_USER_ID',
} as const satisfies Partial<Record<ConfigKey, string>>

const own = [...configKeys.map(variableOf), 'NO_COLOR', 'FORCE_COLOR']

/** Whether any variable has something to set. */
export const setsAnything = (env: Surroundings['env']): boolean =>
  [...own, ...Object.values(runlokVariables)].some((name) => Boolean(env[name]))

/** Variables that set nothing but look as if they were meant to. */
export function mistypedVariables(env: Surroundings['env']): string[] {
  const known = configKeys.map(variableOf)
  return Object.keys(env)
    .filter((name) => name.startsWith('TAME_') && !known.includes(name))
    .flatMap((name) => {
      const closest = closestName(name, known)
      return closest === undefined ? [] : [`${name} sets nothing; did you mean ${closest}?`]
    })
}
