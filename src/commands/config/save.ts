import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile, savedSettings} from '../../config/change.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {changedText} from '../../ui/text/config.js'

export default class ConfigSave extends TameCommand {
  static override summary = 'Write the settings in force to a configuration file'
  static override description =
    'Saves what flags, TAME_ variables, --config and your own files set; what the project’s file says stays there. The file is readable by you alone; comments and everything else in it stay.'
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
    const changed = await changeConfig(
      changedFile(here, flags.file),
      savedSettings(await this.settings()),
      here,
    )
    await this.show(changed, changedText)
  }
}
