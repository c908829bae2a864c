import {resolve} from 'node:path'
import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile} from '../../config/change.js'
import {checkReadable, missing} from '../../config/config-text.js'
import {refuseForeign, settingsIn} from '../../config/key-move.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {changedText} from '../../ui/text/config.js'

export default class ConfigLoad extends TameCommand {
  static override summary = 'Take the settings of a file over into your own configuration'
  static override description =
    'The file is checked first; one problem in it, and nothing is taken over. It can’t weaken the policy, nor bring your key to another server. To use it for one command only: --config.'
  static override examples = [
    '<%= config.bin %> config load team.yaml',
    '<%= config.bin %> config show --config team.yaml',
  ]
  static override args = {
    file: Args.string({ignoreStdin: true, required: true, description: 'The configuration file to read'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(ConfigLoad)
    const here = processSurroundings()
    const source = resolve(here.cwd, args.file)
    if (!checkReadable(source)) throw missing(source)
    const changes = settingsIn(source, here)
    const file = changedFile(here, undefined)
    refuseForeign(args.file, changes, settingsIn(file, here), (await this.settings()).layers)
    await this.show(await changeConfig(file, changes, here), changedText)
  }
}
