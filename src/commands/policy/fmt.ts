import {dirname} from 'node:path'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {reasonOf} from '../../disk/reasons.js'
import {replaceFile} from '../../disk/replace-file.js'
import {ExitCode, TameError} from '../../errors.js'
import {formatPolicy} from '../../policy/format-policy.js'
import {readPolicy} from '../../policy/read-policy.js'
import {type PolicyOnDisk, readPolicies} from '../../runtime/policies.js'
import {refuseUnsound} from '../../runtime/sound-policy.js'
import {readStdin} from '../../runtime/stdin.js'
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
    const files = args.files ?? []
    if (files.includes('-') && files.length > 1) throw stdinAndFiles()
    if (files[0] === '-') return this.formatStdin(flags.check)
    const policies = await readPolicies(files, await this.settings(), here)
    for (const policy of policies) refuseUnsound(policy)
    const changed = policies.filter(({text}) => formatPolicy(text) !== text)
    if (!flags.check) writeAll(changed)
    await this.showChanged(namesOf(policies), namesOf(changed), flags.check)
  }

  private async formatStdin(onlyCheck: boolean): Promise<void> {
    const text = await readStdin()
    refuseUnsound(readPolicy('stdin', text))
    const formatted = formatPolicy(text)
    if (onlyCheck) return this.showChanged(['stdin'], formatted === text ? [] : ['stdin'], true)
    await this.show({text: formatted}, formatted.replace(/\n$/, ''))
  }

  private async showChanged(checked: string[], changed: string[], onlyCheck: boolean): Promise<void> {
    const ok = !onlyCheck || changed.length === 0
    if (!ok) process.exitCode = ExitCode.failed
    await this.show({ok, checked, changed}, (value, canvas) => formattedText(value, onlyCheck, canvas))
  }
}

const namesOf = (policies: readonly PolicyOnDisk[]): string[] => policies.map(({shownPath}) => shownPath)

function writeAll(policies: readonly PolicyOnDisk[]): void {
  for (const [at, {path, text}] of policies.entries()) {
    try {
      replaceFile(path, formatPolicy(text))
    } catch (cause) {
      throw unwritable(path, namesOf(policies.slice(0, at)), cause)
    }
  }
}

function unwritable(path: string, written: readonly string[], cause: unknown): TameError {
  const before = written.length === 0 ? 'nothing was' : `${written.join(', ')} was`
  return new TameError(
    'FILE_UNWRITABLE',
    `Can't write ${path}: ${reasonOf(cause)}; ${before} written before it`,
    {
      cause,
      suggestions: [`ls -ld ${path} ${dirname(path)}`],
    },
  )
}

const stdinAndFiles = (): TameError =>
  new TameError('USAGE', '- is stdin, which is formatted to stdout: no file can be named beside it', {
    suggestions: ['tame policy fmt - < policy.yaml', 'tame policy fmt policy.yaml'],
    exitCode: ExitCode.misuse,
  })
