import type {Surroundings} from '../../config/layer.js'
import type {LoadedConfig} from '../../config/load.js'
import {Notifier} from './notifier.js'

interface Setting {
  readonly now: () => number
  readonly warn: (message: string) => void
}

/** Who tells people by these settings; nobody where they name none. */
export function createNotifier(
  {values}: Pick<LoadedConfig, 'values'>,
  {home}: Surroundings,
  setting: Setting,
): Notifier | undefined {
  const {notify_command: command = null, notify_url: url = null, notify_secret: secret = null} = values
  if (command === null && url === null) return undefined
  // From the user's own directory: `./tell` in a repository may be a stranger's.
  return new Notifier({command, webhook: url === null ? null : {url, secret}, cwd: home, ...setting})
}
