import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {ExitCode, TameError} from '../../errors.js'
import type {Coverage} from '../../model/coverage.js'
import type {SuiteRun} from '../../model/suite-run.js'
import {processSurroundings} from '../../runtime/surroundings.js'

const formats = ['pretty', 'json', 'junit', 'tap', 'github'] as const

interface Asked {
  files: readonly string[]
  format: (typeof formats)[number]
  minCoverage: number | undefined
  coverage: boolean
  filter: string | undefined
  bail: boolean
}

export default class PolicyTest extends TameCommand {
  static override summary = 'Run the tests of a policy'
  static override description =
    'A suite lies beside its policy: policy.test.yaml tests policy.yaml, or the one it names with "policy:". Exit status 1 when a case fails or --min-coverage is missed, and when a suite or its policy is broken: then nothing is run.'
  static override examples = [
    '<%= config.bin %> policy test',
    '<%= config.bin %> policy test --watch',
    '<%= config.bin %> policy test tests/*.test.yaml --coverage --min-coverage 90',
    '<%= config.bin %> policy test --format junit > report.xml',
    '<%= config.bin %> policy test --policy next.yaml --filter "/mail|post/"',
  ]
  static override args = {
    files: Args.string({
      multiple: true,
      ignoreStdin: true,
      description:
        'The suites; without one, policy.test.yaml beside the policy and every other *.test.yaml there that has cases',
    }),
  }
  static override flags = {
    format: Flags.option({options: formats, description: 'How to print the results; without it, pretty'})(),
    coverage: Flags.boolean({description: 'Also say which rules and comparisons no case came through'}),
    'min-coverage': Flags.integer({
      helpValue: 'PERCENT',
      min: 0,
      max: 100,
      description: 'Fail when less than this of a policy was covered',
    }),
    filter: Flags.string({
      helpValue: 'TEXT',
      description: 'Run only the cases with this in their name; /…/ is a regular expression',
    }),
    bail: Flags.boolean({description: 'Skip what comes after the first failure'}),
    watch: Flags.boolean({description: 'Run again whenever a suite or its policy is saved'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PolicyTest)
    const format = this.formatOf(flags.format)
    const minCoverage = flags['min-coverage']
    const asked = {...flags, files: args.files ?? [], format, minCoverage, filter: flags.filter}
    if (!flags.watch) return this.test(asked)
    if (format !== 'pretty') throw watchedFormat(format)
    await this.watch(asked)
  }

  private formatOf(named: Asked['format'] | undefined): Asked['format'] {
    if (!this.jsonEnabled()) return named ?? 'pretty'
    if (named !== undefined && named !== 'json') throw twoFormats(named)
    return 'json'
  }

  private async test({files, minCoverage, ...asked}: Asked, onFile?: (path: string) => void): Promise<void> {
    const {testPolicies, shortOf} = await import('../../runtime/test-policies.js')
    const coverage = asked.coverage || minCoverage !== undefined
    const options = {...asked, coverage, ...(onFile && {onFile})}
    const run = await testPolicies(files, await this.settings(), processSurroundings(), options)
    await this.showRun(run, asked.format)
    const short = minCoverage === undefined ? [] : shortOf(minCoverage, run)
    await this.tellShort(short, minCoverage ?? 0, asked.format)
    const failed = short.length > 0 || run.results.some(({status}) => status === 'failed')
    process.exitCode = failed ? ExitCode.failed : ExitCode.done
  }

  /** What was never seen is said here too where the results went to a machine. */
  private async tellShort(short: readonly Coverage[], asked: number, format: Asked['format']): Promise<void> {
    if (short.length === 0) return
    const {shortText, coverageLines} = await import('../../ui/text/suite/coverage.js')
    for (const coverage of short) {
      const missed = ['pretty', 'github'].includes(format) ? [] : coverageLines(coverage).slice(1)
      this.tell([shortText(coverage, asked), ...missed].join('\n'))
    }
  }

  private async showRun(run: SuiteRun, format: Asked['format']): Promise<void> {
    const {suiteRunJson} = await import('../../model/suite-run.js')
    const {reportText} = await import('../../ui/text/suite/report.js')
    const json = suiteRunJson(run)
    if (format === 'json') return this.show(json, JSON.stringify(json, null, 2))
    return this.show(json, (_, canvas) => reportText(format, run, canvas))
  }

  private async watch(asked: Asked): Promise<void> {
    const [{runOnChange}, {endOnInterrupt}] = await Promise.all([
      import('../../runtime/file-watch.js'),
      import('../../runtime/interrupt.js'),
    ])
    let isFirst = true
    const run = async (note: (file: string) => void): Promise<void> => {
      if (process.stdout.isTTY) process.stdout.write(clearScreen)
      else if (!isFirst) process.stdout.write('\n')
      isFirst = false
      await this.test(asked, note)
      this.tell(waiting)
    }
    const onError = async (error: unknown): Promise<void> => {
      if (!(error instanceof TameError)) throw error
      await this.catch(error)
      this.tell(waiting)
    }
    endOnInterrupt()
    await runOnChange(run, onError)
  }
}

const waiting = '\nWaiting for a change; Ctrl-C ends'

/** The screen and what was scrolled off it; then to its upper left. */
const clearScreen = '\u001B[2J\u001B[3J\u001B[H'

const twoFormats = (format: string): TameError =>
  new TameError('USAGE', `--json and --format ${format} ask for different things`, {
    suggestions: ['Leave one of them out'],
    exitCode: ExitCode.misuse,
  })

const watchedFormat = (format: string): TameError =>
  new TameError('USAGE', `--watch prints for a person, not as ${format}`, {
    suggestions: ['Leave --watch out', 'Leave the format out'],
    exitCode: ExitCode.misuse,
  })
