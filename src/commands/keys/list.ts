import {TameCommand} from '../../command.js'
import {keyJson, keysText} from '../../ui/text/keys.js'

export default class KeysList extends TameCommand {
  static override summary = 'List the keys that a server asks for'
  static override description = 'Those that were revoked too. What a key says is not kept, and not listed.'
  static override examples = ['<%= config.bin %> keys list', '<%= config.bin %> keys list --json']

  async run(): Promise<void> {
    await this.parse(KeysList)
    const keys = await (await this.tame()).keys.list()
    await this.show(keys.map(keyJson), (_, canvas) => keysText(keys, canvas))
  }
}
