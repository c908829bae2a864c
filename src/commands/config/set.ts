import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile, movedKey} from '../../config/change.js'
import {parseKey} from '../../config/key.js'
import type {SettingValue, Surroundings} from '../../config/layer.js'
import type {ConfigKey} from '../../config/schema.js'
import {shownValue} from '../../config/secret.js'
import {locatedValue, parseSetting} from '../../config/typed-value.js'
import {ExitCode, TameError} from '../../errors.js'
import {readStdin} from '../../runtime/stdin.js'
import {processSurroundings} from '../../runtime/surroundings.js'

export default class ConfigSet extends TameCommand {
  static override summary = 'Set one setting, or remove it'
  static override description =
    'Writes your own configuration file, or the one named with --file. Comments and everything else in it stay. A key (api_key) can be given with - to be read from stdin, so that it is not kept in the history of the shell.'
  static override examples = [
    '<%= config.bin %> config set api_url http://localhost:8000',
    '<%= config.bin %> config set timeout 10 --file .tamerc',
    '<%= config.bin %> config set api_url --unset',
  ]
  static override args = {
    key: Args.string({ignoreStdin: true, required: true, description: 'The setting, such as api_url'}),
    value: Args.string({ignoreStdin: true, description: 'Its value; - reads it from stdin'}),
  }
  static override flags = {
    file: Flags.string({helpValue: 'FILE', description: 'The file to write'}),
    unset: Flags.boolean({description: 'Remove the setting'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(ConfigSet)
    const here = processSurroundings()
    const key = parseKey(args.key)
    const value = flags.unset ? null : await this.readValue(key, args.value, here)
    const file = changedFile(here, flags.file)
    this.warnOfMovedKey(movedKey(file, new Map([[key, value]]), here))
    await changeConfig(file, new Map([[key, value]]), here)
    const shown = shownValue(key, value)
    await this.show({file, key, value: shown}, () =>
      shown === null ? `Removed ${key} from ${file}` : `Set ${key} to ${shown} in ${file}`,
    )
  }

  private async readValue(
    key: ConfigKey,
    typed: string | undefined,
    {cwd, home}: Surroundings,
  ): Promise<SettingValue> {
    if (typed === undefined) throw noValue(key)
    const text = typed === '-' ? (await readStdin()).trim() : typed
    return locatedValue(key, parseSetting(key, text, key), cwd, home)
  }

  private warnOfMovedKey(moved: ReturnType<typeof movedKey>): void {
    if (moved === undefined) return
    this.tell(
      `Warning: the api_key in this file was configured for ${moved.from} and is now sent to ${moved.to}`,
    )
  }
}

const noValue = (key: ConfigKey): TameError =>
  new TameError('USAGE', `${key} needs a value`, {
    suggestions: [`tame config set ${key} <value>`, `tame config set ${key} --unset`],
    exitCode: ExitCode.misuse,
  })
