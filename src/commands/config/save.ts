import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile, isProjectFile} from '../../config/change.js'
import {refuseStrayPair, settingsIn} from '../../config/key-move.js'
import {savedSettings} from '../../config/saved-settings.js'
import type {ConfigKey} from '../../config/schema.js'
import {isSecretKey} from '../../config/secret.js'
import {ExitCode, TameError} from '../../errors.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {changedText} from '../../ui/text/config.js'

export default class ConfigSave extends TameCommand {
  static override summary = 'Write the settings in force to a configuration file'
  static override description =
    'Saves what flags, TAME_ variables, --config and your own files set; what the project’s file says stays there. The file is readable by you alone; comments and the order of what is there stay.'
  static override examples = [
    '<%= config.bin %> config save --api-url http://localhost:8000 --agent-id researcher',
    '<%= config.bin %> config save --file ~/.tame/config.yaml',
  ]
  static override flags = {
    file: Flags.string({
      helpValue: 'FILE',
      description: 'The file to write; without it your own configuration',
    }),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(ConfigSave)
    const here = processSurroundings()
    const settings = await this.settings()
    const file = changedFile(here, flags.file)
    const changes = savedSettings(settings)
    const secret = [...changes.keys()].find(isSecretKey)
    if (secret !== undefined && isProjectFile(file, here)) throw keyInProject(file, secret)
    refuseStrayPair(file, settingsIn(file, here), changes, settings)
    await this.show(await changeConfig(file, changes, here), changedText)
  }
}

const keyInProject = (file: string, key: ConfigKey): TameError =>
  new TameError('KEY_IN_PROJECT', `${file} is a project's file: your ${key} is not written to it`, {
    suggestions: ['Name another file with --file', `tame config set ${key} - --file ${file}`],
    exitCode: ExitCode.misuse,
  })
