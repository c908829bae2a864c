import * as Args from '@oclif/core/args'
import {TameCommand} from '../../command.js'
import {ExitCode} from '../../errors.js'
import {lintPolicy} from '../../policy/lint/lint-policy.js'
import {type PolicyOnDisk, readPolicies} from '../../runtime/policies.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {type Checked, isFine, validityJson, validityText} from '../../ui/text/validity.js'

export default class PolicyLint extends TameCommand {
  static override summary = 'Find what is legal in a policy, but wrong'
  static override description =
    'Rules that can never match, conditions that always hold, paths compared as text, permissions that rest on what the caller claims, rules that contradict each other: each with a call that shows it, decided by the policy. Exit status 1 when there is anything to say, or when the policy is too large to be looked at whole.'
  static override examples = [
    '<%= config.bin %> policy lint',
    '<%= config.bin %> policy lint policy.yaml --json',
    '<%= config.bin %> policy lint policies/*.yaml',
  ]
  static override args = {
    files: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: 'The policies; without one, the policy in force',
    }),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(PolicyLint)
    const policies = await readPolicies(args.files ?? [], await this.settings(), processSurroundings())
    const checked = policies.map(linted)
    if (!checked.every(isFine)) process.exitCode = ExitCode.failed
    await this.show(validityJson(checked), (_, canvas) => validityText(checked, canvas))
  }
}

/** What is wrong with a policy that can't be put in force is said first, and alone. */
function linted(read: PolicyOnDisk): Checked {
  if (read.policy === undefined) return read
  return {...read, ...lintPolicy(read.policy, read.text)}
}
