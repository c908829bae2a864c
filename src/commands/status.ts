import {TameCommand} from '../command.js'
import {originText} from '../config/origin.js'
import type {ResolvedConfig} from '../config/resolve.js'
import {ExitCode, TameError} from '../errors.js'
import {type LocalStatus, localStatusJson} from '../model/local-status.js'
import {type Status, statusJson} from '../model/status.js'
import type {Tame} from '../model/tame.js'
import {statusText} from '../ui/text/status.js'

export default class ShowStatus extends TameCommand {
  static override summary = 'Say who decides, by what policy, and whether all is well'
  static override description =
    'Exit status 1 when something keeps calls from being decided or recorded; then it says what, and what to do.'
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json']

  async run(): Promise<void> {
    await this.parse(ShowStatus)
    const {values, origins, places} = await this.settings()
    const tame = await this.tame()
    const status = await tame.status()
    if (!status.isHealthy) process.exitCode = ExitCode.failed
    const {session_id, bypass_mode} = values
    const here: LocalStatus = {
      sessionId: session_id,
      bypassedBy: bypass_mode ? originText(origins.bypass_mode) : null,
      setHere: setHere(origins),
      configFiles: places.filter(({exists}) => exists).map(({path}) => path),
      lastCallAt: await lastCallAt(tame, status),
    }
    await this.show({...statusJson(status), ...localStatusJson(here)}, (_, canvas) =>
      statusText(status, here, canvas),
    )
  }
}

const setHere = (origins: ResolvedConfig['origins']): string[] =>
  Object.values(origins).flatMap(({kind, source}) =>
    ['flag', 'environment', 'runlok'].includes(kind) && source !== null ? [source] : [],
  )

/** Whether anything arrives is what one wants to know first. Nothing where that may not be seen, or can't be. */
async function lastCallAt({logs}: Tame, {store}: Status): Promise<string | null> {
  if (store.entries === 0) return null
  try {
    for await (const {timestamp} of logs.list({limit: 1})) return timestamp
  } catch (error) {
    // The status is the answer; that this is missing from it must not take its place.
    if (!(error instanceof TameError)) throw error
  }
  return null
}
