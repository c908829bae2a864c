import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {configKeys} from '../../config/keys.js'
import type {LoadedConfig} from '../../config/load.js'
import {originText} from '../../config/origin.js'
import type {ConfigKey} from '../../config/schema.js'
import {shownValue} from '../../config/secret.js'
import {type ShownSetting, settingsText} from '../../ui/text/config.js'
import type {Canvas} from '../../ui/theme.js'

export default class ConfigShow extends TameCommand {
  static override summary = 'Show the settings in force'
  static override description =
    'Secrets are covered. With --origin, also where each value came from: a flag, a variable, or a line of a file.'
  static override examples = [
    '<%= config.bin %> config show',
    '<%= config.bin %> config show --origin',
    '<%= config.bin %> config show --origin --json',
  ]
  static override flags = {
    origin: Flags.boolean({description: 'Also show where each value came from'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(ConfigShow)
    const settings = await this.settings()
    const value = configJson(settings, flags.origin)
    await this.show(value, (_, canvas) => configText(settings, flags.origin, canvas))
  }
}

const shown = ({values}: LoadedConfig, key: ConfigKey): ShownSetting['value'] => shownValue(key, values[key])

function configJson(config: LoadedConfig, withOrigin: boolean): object {
  const entry = (key: ConfigKey): unknown =>
    withOrigin ? {value: shown(config, key), origin: config.origins[key]} : shown(config, key)
  return Object.fromEntries(configKeys.map((key) => [key, entry(key)]))
}

function configText(config: LoadedConfig, withOrigin: boolean, canvas: Canvas): string {
  const settings = configKeys.map((key): ShownSetting => {
    const setting = {key, value: shown(config, key)}
    return withOrigin ? {...setting, origin: originText(config.origins[key])} : setting
  })
  return settingsText(settings, canvas)
}
