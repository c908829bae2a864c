import {TameCommand} from '../../command.js'
import {configPlaces} from '../../config/load.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {placesText} from '../../ui/text/config.js'

export default class ConfigPath extends TameCommand {
  static override summary = 'List the configuration files, the strongest first'
  static override description =
    'Flags and TAME_ variables come before all of them. Only looks where the files are: it works when one of them is broken.'
  static override examples = ['<%= config.bin %> config path', '<%= config.bin %> config path --json']

  async run(): Promise<void> {
    await this.parse(ConfigPath)
    await this.show(configPlaces(processSurroundings(), this.namedConfig), placesText)
  }
}
