import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {readSoundPolicy} from '../../runtime/policies.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {policyJson, policyText} from '../../ui/text/policy.js'

export default class PolicyShow extends TameCommand {
  static override summary = 'Show what a policy says'
  static override description = 'Its version and hash, and its rules in the order in which they are asked.'
  static override examples = [
    '<%= config.bin %> policy show',
    '<%= config.bin %> policy show policy.yaml --json',
  ]
  static override args = {
    file: Args.string({ignoreStdin: true, description: 'The policy; without one, the policy in force'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(PolicyShow)
    const policy = await readSoundPolicy(args.file, await this.settings(), processSurroundings())
    await this.show(policyJson(policy), (_, canvas) => policyText(policy, canvas))
  }
}
