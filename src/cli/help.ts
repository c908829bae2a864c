import type {Command} from '@oclif/core/command'
import type {Config} from '@oclif/core/config'
import {CommandHelp, HelpFormatter} from '@oclif/core/help'
import {widthOf} from '../runtime/terminal.js'
import {shellLines} from '../ui/text/shell-line.js'
import {type Candidate, candidate, helpFlag, versionFlag} from './candidate.js'
import {type Example, examplesOf} from './examples.js'
import {listedUnder, summaryOf} from './listing.js'

/** The help on a command, a group of commands, or tame itself; no wider than the terminal. */
export const helpText = (words: readonly string[], config: Config): string => new Page(config).textOn(words)

/** Laid out by oclif, but with all commands in one list, examples everywhere, and nothing said twice. */
class Page extends HelpFormatter {
  private readonly commands: Record<string, Command.Loadable>

  constructor(config: Config) {
    super(config)
    this.commands = Object.fromEntries(config.commands.map((command) => [command.id, command]))
  }

  textOn(words: readonly string[]): string {
    const id = words.join(':')
    const own = this.config.findCommand(id)
    const summary = id === '' ? (this.config.pjson['description'] ?? '') : summaryOf(id, this.commands)
    return [
      this.wrap(summary, 0),
      own === undefined ? this.groupUsage(words) : this.commandSections(own),
      ...this.list(words),
      ...(id === '' ? [this.section('FLAGS', [helpFlag, versionFlag].map(row))] : []),
      ...this.examples(words),
    ].join('\n\n')
  }

  private groupUsage(words: readonly string[]): string {
    return this.section('USAGE', this.wrap(['$ tame', ...words, 'COMMAND [FLAGS]'].join(' ')))
  }

  private commandSections(own: Command.Loadable): string {
    return new CommandSections({...own, id: spaced(own.id)}, this.config, this.opts).generate()
  }

  private list(words: readonly string[]): string[] {
    const rows = listedUnder(words, this.commands).map(({id, summary}) => candidate(spaced(id), summary))
    return rows.length === 0 ? [] : [this.section('COMMANDS', rows.map(row))]
  }

  private examples(words: readonly string[]): string[] {
    const text = examplesOf(words, this.commands)
      .map((example) => this.example(example))
      .join('\n')
    return text === '' ? [] : [this.section('EXAMPLES', text)]
  }

  override renderList(rows: Rows, options: ListOptions): string {
    return super.renderList(rows, narrower(options))
  }

  private example({command, description}: Example): string {
    const line = shellLines(`$ ${command}`, exampleWidth(this.config) - this.indentSpacing).join('\n    ')
    return description === null ? line : `${this.wrap(`# ${description}`)}\n${line}`
  }
}

/** A command's usage, arguments, flags and description. */
class CommandSections extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    const sections = super.sections()
    const wanted = ['USAGE', 'DESCRIPTION', 'ARGUMENTS', 'FLAGS', 'FLAG DESCRIPTIONS']
    return wanted.flatMap((wantedHeader) => sections.find(({header}) => header === wantedHeader) ?? [])
  }

  protected override description(): string | undefined {
    const {description = ''} = this.command
    return description === '' ? undefined : this.wrap(description)
  }

  override renderList(rows: Rows, options: ListOptions): string {
    return super.renderList(rows, narrower(options))
  }

  protected override defaultUsage(): string {
    const args = Object.values(this.command.args).filter(({hidden}) => hidden !== true)
    const names = args.map((arg) => this.arg(arg.multiple === true ? {...arg, name: `${arg.name}...`} : arg))
    return [this.command.id, ...names, '[FLAGS]'].join(' ')
  }
}

type Rows = Parameters<HelpFormatter['renderList']>[0]
type ListOptions = Parameters<HelpFormatter['renderList']>[1]

/** Where it puts a description below its name, oclif counts two columns too few. */
const narrower = (options: ListOptions): ListOptions => ({...options, indentation: options.indentation + 2})

const spaced = (id: string): string => id.replaceAll(':', ' ')

const row = ({value, description}: Candidate): [string, string] => [value, description]

/** In a pipe nothing is broken, and on Windows a line that goes on has a mark for each shell. */
const exampleWidth = ({windows}: {windows: boolean}): number =>
  windows ? Number.POSITIVE_INFINITY : (widthOf(process.stdout) ?? Number.POSITIVE_INFINITY)
