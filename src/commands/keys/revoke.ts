import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {keyJson} from '../../ui/text/keys.js'

export default class KeysRevoke extends TameCommand {
  static override summary = 'Revoke a key'
  static override description =
    'From now on a server refuses it, and tells those who follow events with it nothing more. What was asked with it stays on record. Agents need a key also when the last one of theirs was revoked.'
  static override examples = [
    '<%= config.bin %> keys revoke $KEY_ID',
    '<%= config.bin %> keys revoke $KEY_ID --json',
  ]
  static override args = {
    id: Args.string({required: true, ignoreStdin: true, description: 'The id of the key: tame keys list'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(KeysRevoke)
    const key = await (await this.tame()).keys.revoke(args.id)
    await this.show(keyJson(key), `Revoked the key ${key.id} (${key.role})`)
  }
}
