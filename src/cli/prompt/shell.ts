import type {Config} from '@oclif/core/config'
import type {Starter} from '../../command.js'
import {ExitCode, TameError} from '../../errors.js'
import {reportError} from '../../report.js'
import {colorInForce} from '../../runtime/color.js'
import {splitText, type TypedCommand, valuesOf, type Word} from '../../ui/typing/words.js'
import {readCommandLine, wantsJson} from '../command-line.js'
import type {Manifest} from '../manifest.js'
import {runCommand, showHelp} from '../oclif.js'
import {Decided} from './decided.js'
import {LentTame} from './lent-tame.js'
import {ownCommandOf} from './own-commands.js'
import {ownCommandsText} from './own-names.js'
import {mayLast, mustRunAlone, runAlone} from './run-alone.js'
import {settingsOf} from './settings.js'
import {callers, SharedWords} from './shared-words.js'

/** What a prompt is opened with. */
export interface ShellOptions {
  readonly root: string
  readonly manifest: Manifest
  readonly config: Config
  /** The flags that were given to the prompt itself. */
  readonly typed: readonly string[]
  /** Whether a person is at the keys; else stdin holds the commands. */
  readonly isPerson: boolean
}

/** Runs what is typed, command by command, in this process and with one tame. */
export class CommandShell {
  readonly shared: SharedWords
  readonly decided = new Decided()
  readonly lent = new LentTame()
  isLeaving = false
  /** Whether what runs is another process, which Ctrl-C is for. */
  isElsewhere = false
  private isStopped = false
  private server = ''
  private readonly starter: Starter = {
    lend: (settings) => this.lent.lend(settings),
    onAsked: (call, isDryRun) => this.decided.ask(call, isDryRun),
    onDecided: (call, decision) => this.decided.add(call, decision),
  }

  private turn: Promise<unknown> = Promise.resolve()

  constructor(readonly options: ShellOptions) {
    this.shared = new SharedWords(options.typed, options.manifest.commands)
  }

  /** Who calls, and which server is asked, for the prompt to say. */
  get caller(): string {
    const who = callers.flatMap((caller) => this.shared.valueOf(caller) ?? []).join('·')
    return [who, this.server].filter((part) => part !== '').join(' ')
  }

  /** Looks which server the settings name by now. */
  async noteServer(): Promise<void> {
    try {
      const {api_url: url} = (await settingsOf(this.shared)).values
      this.server = url === null ? '' : `@${new URL(url).host}`
    } catch {
      // Each command says what is wrong with the settings; none is answered by anybody.
      this.server = ''
    }
  }

  /** One after the other: what opens tame anew would close it under who still asks. */
  alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const acting = this.turn.then(act)
    this.turn = acting.catch(() => undefined)
    return acting
  }

  /** Runs every command of a text, also after one that failed. Gives back the status of each. */
  async run(text: string): Promise<number[]> {
    const {commands, open} = splitText(text)
    if (open !== null) return [await this.statusOf(async () => Promise.reject(unfinished(open)), [])]
    const statuses: number[] = []
    this.isStopped = false
    for (const command of commands) {
      if (this.isLeaving || this.isStopped) break
      const status = await this.runOne(command)
      statuses.push(status)
      // At a question Ctrl-C is a key, of which nobody else is told.
      if (status === ExitCode.interrupted) break
    }
    return statuses
  }

  /** Ends what runs as soon as it can be ended; the commands after it are not begun. */
  stop(): void {
    this.isStopped = true
    if (!this.isElsewhere) this.lent.stop()
  }

  async runOne(command: TypedCommand): Promise<number> {
    const words = valuesOf(command)
    const typed = words[0] === 'tame' ? words.slice(1) : words
    const operator = command.words.find(isOperator)
    return this.statusOf(async () => {
      if (operator !== undefined) this.refuseOperator(operator.value, typed)
      await this.answer(typed)
    }, typed)
  }

  private refuseOperator(operator: string, [name]: readonly string[]): never {
    // It was to be the last call: nothing is to be said of the one before it in its place.
    if (name === 'test') this.decided.begin()
    throw noShell(operator)
  }

  /** Runs a command line of tame itself, without the prompt's own commands. */
  async runTame(typed: readonly string[]): Promise<void> {
    const {manifest, config, root, isPerson} = this.options
    const line = readCommandLine(typed, manifest.commands)
    if (line.kind === 'version') return writeOut(`tame/${manifest.version}\n`)
    if (line.kind === 'help') return this.help(line.words, typed)
    const argv = [...this.shared.forCommand(line.id, line.argv), ...line.argv]
    if (line.id === 'interactive') throw alreadyHere()
    if (line.id === 'test') this.decided.begin()
    if (readsStdin(argv) && !isPerson) throw noStdin()
    if (mustRunAlone(line.id, argv) || (isPerson && mayLast(line.id, line.argv)))
      return this.runElsewhere(() => runAlone({root, id: line.id, argv, isPerson}))
    await runCommand(line.id, argv, config, this.starter)
  }

  private async runElsewhere(act: () => Promise<void>): Promise<void> {
    // Ctrl-C came before there was a process that it could have ended.
    if (this.isStopped) {
      process.exitCode = ExitCode.interrupted
      return
    }
    this.isElsewhere = true
    await act().finally(() => {
      this.isElsewhere = false
    })
  }

  private async help(words: readonly string[], typed: readonly string[]): Promise<void> {
    const {manifest, config} = this.options
    if (wantsJson(typed)) return (await import('../about.js')).printAbout({kind: 'help', words}, manifest)
    await showHelp(words, config)
    if (words.length === 0) writeOut(`\n${ownCommandsText()}\n`)
  }

  private async answer(typed: readonly string[]): Promise<void> {
    const own = ownCommandOf(typed)
    if (own === undefined) return this.runTame(typed)
    await own(this, typed.slice(1))
  }

  /** The status that a process of its own would have ended with. */
  async statusOf(act: () => Promise<void>, typed: readonly string[]): Promise<number> {
    process.exitCode = ExitCode.done
    try {
      await act()
    } catch (error) {
      await this.report(error, typed)
    }
    const status = Number(process.exitCode ?? ExitCode.done)
    process.exitCode = ExitCode.done
    return status
  }

  private async report(error: unknown, typed: readonly string[]): Promise<void> {
    const all = [...this.options.typed, ...typed]
    await reportError(error, {
      json: wantsJson(typed),
      verbose: all.includes('--verbose'),
      color: () => colorInForce(all),
      command: '',
    })
  }
}

export const writeOut = (text: string): void => void process.stdout.write(text)

/** Whether a command would read what is typed next. */
const readsStdin = (argv: readonly string[]): boolean =>
  argv.some((word) => word === '-' || /^--[a-z-]+=-$/.test(word) || word === '--jsonl')

const unfinished = (open: string): TameError =>
  new TameError('USAGE', `A ${open} is still open at the end`, {
    suggestions: ['Close it', 'Put a backslash before it'],
    exitCode: ExitCode.misuse,
  })

/** In quotes it would be longer than what it stands for. */
const isOperator = ({value, start, end}: Word): boolean =>
  /^(\|\|?|&&?|;|[<>]|>>)$/.test(value) && end - start === value.length

const noShell = (operator: string): TameError =>
  new TameError('USAGE', `There is no shell here, to which ${operator} would mean something`, {
    suggestions: [
      'A command a line',
      `As text it has quotes: '${operator}'`,
      'Leave, and type it after tame',
    ],
    exitCode: ExitCode.misuse,
  })

const alreadyHere = (): TameError =>
  new TameError('USAGE', 'This is the prompt already', {
    suggestions: ['help', 'exit'],
    exitCode: ExitCode.misuse,
  })

const noStdin = (): TameError =>
  new TameError('USAGE', 'stdin holds the commands, so no command can read it', {
    suggestions: ['Put its input into a file and name that: --args @FILE'],
    exitCode: ExitCode.misuse,
  })
