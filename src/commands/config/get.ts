import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {parseKey} from '../../config/key.js'
import {shownValue} from '../../config/secret.js'
import {widthOf} from '../../runtime/terminal.js'
import {escaped} from '../../ui/text/escape.js'

export default class ConfigGet extends TameCommand {
  static override summary = 'Print one setting in force'
  static override description = 'Prints nothing when it is not set. A secret is covered.'
  static override examples = [
    '<%= config.bin %> config get api_url',
    '<%= config.bin %> config get timeout --json',
  ]
  static override args = {
    key: Args.string({ignoreStdin: true, required: true, description: 'The setting, such as api_url'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(ConfigGet)
    const key = parseKey(args.key)
    const value = shownValue(key, (await this.settings()).values[key])
    const text = value === null ? '' : String(value)
    // On a terminal nothing in a setting may move the cursor; a script gets it as it is.
    await this.show(value, widthOf(process.stdout) === null ? text : escaped(text))
  }
}
