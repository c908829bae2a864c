import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile, loadedSettings, movedKey} from '../../config/change.js'
import {ExitCode, TameError} from '../../errors.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {changedText} from '../../ui/text/config.js'

export default class ConfigLoad extends TameCommand {
  static override summary = 'Take the settings of a file over into your own configuration'
  static override description =
    'The file is checked first; one problem in it, and nothing is taken over. To use a file for one command only: --config.'
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
    const changes = loadedSettings(args.file, here)
    const file = changedFile(here, undefined)
    const moved = movedKey(file, changes, here)
    if (moved !== undefined) throw foreignUrl(args.file, moved)
    await this.show(await changeConfig(file, changes, here), changedText)
  }
}

/** The file could be anybody's: it may bring a URL, but not get hold of the key for another. */
const foreignUrl = (file: string, {from, to}: {from: string; to: string}): TameError =>
  new TameError('KEY_MOVES', `${file} names the server ${to}, but your api_key belongs to ${from}`, {
    suggestions: [
      `tame config set api_url ${to}`,
      'tame config set api_key --unset',
      `Add an api_key to ${file}`,
    ],
    exitCode: ExitCode.misuse,
  })
