import {TameCommand} from '../../command.js'
import {policyInForceJson} from '../../model/policy-in-force.js'
import {policyInForceText} from '../../ui/text/policy-in-force.js'

export default class Policy extends TameCommand {
  static override summary = 'Say which policy is in force; check, explain and test policies'
  static override description =
    'Alone: by which policy calls are decided now, here or on the server, its version, hash and number of rules, since when, and what keeps a newer text out.'
  static override examples = [
    '<%= config.bin %> policy',
    '<%= config.bin %> policy show',
    '<%= config.bin %> policy validate',
    '<%= config.bin %> policy lint',
    '<%= config.bin %> policy test',
    '<%= config.bin %> policy explain read_file --args path=/etc/passwd',
    `<%= config.bin %> policy eval '9 <= datetime.hour < 17'`,
  ]

  async run(): Promise<void> {
    await this.parse(Policy)
    const {policy} = await this.tame()
    const inForce = await policy.current()
    await this.show(policyInForceJson(inForce), (_, canvas) => policyInForceText(inForce, canvas))
  }
}
