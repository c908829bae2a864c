import {TameCommand} from '../command.js'
import {ExitCode} from '../errors.js'
import {statusJson} from '../model/status.js'
import {statusText} from '../ui/text/status.js'

export default class ShowStatus extends TameCommand {
  static override summary = 'Say who decides, by what policy, and whether all is well'
  static override description =
    'Exit status 1 when something keeps calls from being decided or recorded; then it says what, and what to do.'
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json']

  async run(): Promise<void> {
    await this.parse(ShowStatus)
    const {session_id} = (await this.settings()).values
    const status = await (await this.tame()).status()
    if (!status.isHealthy) process.exitCode = ExitCode.failed
    await this.show({...statusJson(status), session_id}, (_, canvas) =>
      statusText(status, session_id, canvas),
    )
  }
}
