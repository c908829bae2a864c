import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {changeConfig, changedFile, isProjectFile} from '../../config/change.js'
import {parseKey} from '../../config/key.js'
import {movedKey, settingsIn} from '../../config/key-move.js'
import type {SettingValue, Surroundings} from '../../config/layer.js'
import {locatedValue} from '../../config/located-value.js'
import {weakens} from '../../config/resolve.js'
import type {ConfigKey} from '../../config/schema.js'
import {shownValue} from '../../config/secret.js'
import {parseSetting} from '../../config/typed-value.js'
import {ExitCode, TameError} from '../../errors.js'
import {readSecret} from '../../runtime/secret-prompt.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {escaped} from '../../ui/text/escape.js'

export default class ConfigSet extends TameCommand {
  static override summary = 'Set one setting, or remove it'
  static override description =
    'Writes your own configuration file, or the one named with --file. Comments and everything else in it stay. With - in place of the value it is read from stdin, so that a key is not kept in the history of the shell; on a terminal it is asked for and not shown.'
  static override examples = [
    '<%= config.bin %> config set api_url http://localhost:8000',
    '<%= config.bin %> config set timeout 10 --file .tamerc',
    '<%= config.bin %> config set api_url --unset',
  ]
  static override args = {
    key: Args.string({ignoreStdin: true, required: true, description: 'The setting, such as api_url'}),
    value: Args.string({ignoreStdin: true, description: 'Its value; - asks for it, or reads it from a pipe'}),
  }
  static override flags = {
    file: Flags.string({helpValue: 'FILE', description: 'The file to write'}),
    unset: Flags.boolean({description: 'Remove the setting'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(ConfigSet)
    const here = processSurroundings()
    const key = parseKey(args.key)
    if (this.namedConfig !== undefined) throw readOnly(this.namedConfig)
    if (flags.unset && args.value !== undefined) throw bothGiven(key, args.value)
    const value = flags.unset ? null : await this.readValue(key, args.value, here)
    const file = changedFile(here, flags.file)
    const before = settingsIn(file, here)
    const changes = new Map([[key, value]])
    await changeConfig(file, changes, here)
    for (const warning of warningsOf(key, value, file, movedKey(before, changes), isProjectFile(file, here)))
      this.tell(`Warning: ${warning}`)
    const shown = shownValue(key, value)
    await this.show({file, key, value: shown}, () => changeText(key, shown, file))
  }

  private async readValue(
    key: ConfigKey,
    typed: string | undefined,
    {cwd, home}: Surroundings,
  ): Promise<SettingValue> {
    if (typed === undefined) throw noValue(key)
    const text = typed === '-' ? (await readSecret(`Value of ${key}: `)).trim() : typed
    return locatedValue(key, parseSetting(key, text, key), cwd, home)
  }
}

/** What a person should know of a change that was made. */
function* warningsOf(
  key: ConfigKey,
  value: SettingValue | null,
  file: string,
  moved: {from: string; to: string} | undefined,
  isProjects: boolean,
): Generator<string> {
  if (moved !== undefined)
    yield `the api_key in ${file} was configured for ${moved.from} and is now sent to ${moved.to}`
  if (isProjects && key === 'api_key' && value !== null)
    yield `${file} is a project's file: keep the api_key out of its repository`
  if (!weakens(key, value)) return
  yield isProjects
    ? `${key}: ${value} is not obeyed in a project's file`
    : `${key} is ${value} from now on: the policy loses its force`
}

const changeText = (key: ConfigKey, shown: SettingValue | string | null, file: string): string =>
  escaped(shown === null ? `Removed ${key} from ${file}` : `Set ${key} to ${shown} in ${file}`)

const misuse = (message: string, suggestions: readonly string[]): TameError =>
  new TameError('USAGE', message, {suggestions, exitCode: ExitCode.misuse})

const readOnly = (named: string): TameError =>
  misuse('--config names a file to read, not one to write', [`--file ${named}`])

const bothGiven = (key: ConfigKey, value: string): TameError =>
  misuse('A value and --unset exclude each other', [
    `tame config set ${key} ${value}`,
    `tame config set ${key} --unset`,
  ])

const noValue = (key: ConfigKey): TameError =>
  misuse(`${key} needs a value`, [`tame config set ${key} <value>`, `tame config set ${key} --unset`])
