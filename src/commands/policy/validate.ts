import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {ExitCode} from '../../errors.js'
import {readPolicies} from '../../runtime/policies.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {validityJson, validityText} from '../../ui/text/validity.js'

export default class PolicyValidate extends TameCommand {
  static override summary = 'Check that a policy can be put in force'
  static override description =
    'Says all that is wrong with it at once, each with its line. Exit status 1 when there is an error: such a policy is not loaded at all. What is legal but wrong, `lint` says.'
  static override examples = [
    '<%= config.bin %> policy validate',
    '<%= config.bin %> policy validate policy.yaml --json',
    '<%= config.bin %> policy validate policies/*.yaml',
  ]
  static override args = {
    files: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: 'The policies; without one, the policy in force',
    }),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(PolicyValidate)
    const policies = await readPolicies(args.files ?? [], await this.settings(), processSurroundings())
    if (policies.some(({policy}) => policy === undefined)) process.exitCode = ExitCode.failed
    await this.show(validityJson(policies), (_, canvas) => validityText(policies, canvas))
  }
}
