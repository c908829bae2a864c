import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {roles} from '../../model/key.js'
import {newKeyJson, newKeyText} from '../../ui/text/keys.js'

export default class KeysCreate extends TameCommand {
  static override summary = 'Make a key that a server asks for'
  static override description =
    'An agent asks, reports and reads its own sessions; an approver reads everything; an admin also changes the policy and the keys. What the key says is shown this once: only its hash is kept. As soon as there is a key for an agent, every agent needs one.'
  static override examples = [
    '<%= config.bin %> keys create researcher',
    '<%= config.bin %> keys create ada --role approver',
    '<%= config.bin %> keys create ci --role admin --json',
  ]
  static override args = {
    name: Args.string({required: true, ignoreStdin: true, description: 'Whose key it is'}),
  }
  static override flags = {
    role: Flags.option({
      options: roles,
      default: 'agent',
      helpValue: 'ROLE',
      description: 'What it may do: agent, approver or admin',
    })(),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(KeysCreate)
    const made = await (await this.tame()).keys.create(args.name, flags.role)
    if (!this.jsonEnabled())
      this.tell(`Made a key of role ${made.key.role}, ${made.key.id}. It is shown this once:`)
    await this.show(newKeyJson(made), newKeyText(made))
  }
}
