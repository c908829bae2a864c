import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {ExitCode} from '../../errors.js'
import {formatPolicy} from '../../policy/format-policy.js'
import {readInput} from '../../runtime/input.js'
import {type PolicyOnDisk, readPolicies, refuseUnsound} from '../../runtime/policies.js'
import {replaceFile} from '../../runtime/replace-file.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {formattedText} from '../../ui/text/formatted.js'

export default class PolicyFmt extends TameCommand {
  static override summary = 'Put policies into their one form'
  static override description =
    'Writes the files, unless --check is given; - formats stdin to stdout. Comments and meaning stay: a file that would come to mean something else is left as it is.'
  static override examples = [
    '<%= config.bin %> policy fmt',
    '<%= config.bin %> policy fmt --check policies/*.yaml',
    '<%= config.bin %> policy fmt - < policy.yaml',
  ]
  static override args = {
    files: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: 'The policies; without one, the policy in force',
    }),
  }
  static override flags = {
    check: Flags.boolean({description: 'Write nothing; exit 1 when a file is not in form'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PolicyFmt)
    const here = processSurroundings()
    if (args.files?.[0] === '-') return this.formatStdin(here.cwd)
    const policies = await readPolicies(args.files ?? [], await this.settings(), here)
    for (const policy of policies) refuseUnsound(policy)
    const changed = policies.filter(({text}) => formatPolicy(text) !== text)
    if (flags.check && changed.length > 0) process.exitCode = ExitCode.failed
    if (!flags.check) for (const {path, text} of changed) replaceFile(path, formatPolicy(text))
    const value = {ok: changed.length === 0, checked: namesOf(policies), changed: namesOf(changed)}
    await this.show(value, (_, canvas) => formattedText(value, flags.check, canvas))
  }

  private async formatStdin(cwd: string): Promise<void> {
    const text = formatPolicy(await readInput('-', cwd))
    await this.show({text}, text.replace(/\n$/, ''))
  }
}

const namesOf = (policies: readonly PolicyOnDisk[]): string[] => policies.map(({shownPath}) => shownPath)
