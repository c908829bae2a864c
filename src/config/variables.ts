import {closestName} from '../model/spelling.js'
import {configKeys} from './keys.js'
import type {Surroundings} from './layer.js'
import type {ConfigKey} from './schema.js'

export const variableOf = (key: ConfigKey): string => `TAME_${key.toUpperCase()}`

/** Whether any variable has something to set. */
export const setsAnything = (env: Surroundings['env']): boolean =>
  [...configKeys.map(variableOf), 'NO_COLOR', 'FORCE_COLOR'].some((name) => Boolean(env[name]))

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
