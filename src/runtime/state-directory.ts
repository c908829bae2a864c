import {isAbsolute, join} from 'node:path'
import type {Surroundings} from '../config/layer.js'

/** Where tame keeps what is a user's own, and no setting. */
export function stateDirectory({home, env}: Pick<Surroundings, 'home' | 'env'>): string {
  const named = env['XDG_STATE_HOME']
  // A relative XDG directory would make the place depend on where tame is started: the standard says to ignore it.
  const base = named !== undefined && isAbsolute(named) ? named : join(home, '.local', 'state')
  return join(base, 'tame')
}
