import {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type {Input, ParserOutput} from '@oclif/core/interfaces'
import type {Layer} from './config/layer.js'
import {type LoadedConfig, loadConfig} from './config/load.js'
import {originText} from './config/origin.js'
import type {Config} from './config/schema.js'
import type {Call} from './model/call.js'
import type {Decision} from './model/decision.js'
import type {Tame} from './model/tame.js'
import type {FlagValues} from './runtime/flags.js'
import {tellOfProjectServer} from './runtime/project-server.js'
import {processSurroundings} from './runtime/surroundings.js'
import {wantsColor, widthOf} from './runtime/terminal.js'
import {plainTheme} from './ui/plain-theme.js'
import {escaped} from './ui/text/escape.js'
import {jsonText} from './ui/text/json.js'
import type {Canvas, Theme} from './ui/theme.js'

const shared = {helpGroup: 'GLOBAL'}

/** How a command prints what it says. */
const printing = {
  json: Flags.boolean({...shared, description: 'Print one JSON value and nothing else, errors too'}),
  verbose: Flags.boolean({...shared, description: 'Say on stderr what is read, and why something failed'}),
  'no-color': Flags.boolean({...shared, description: 'Print without colour'}),
}

type Named = Record<string, unknown>

/** What the command line does for the commands that it starts. */
export interface Starter {
  /** tame for several commands of one process. Whoever lends it closes it. */
  readonly lend?: (settings: LoadedConfig) => Promise<Tame>
  /** Told which call is about to be decided. */
  readonly onAsked?: (call: Call, isDryRun: boolean) => void
  /** Told how a call was decided, so that it can be asked about again. */
  readonly onDecided?: (call: Call, decision: Decision) => void
  /** Takes commands from a person, or line by line from stdin, until there are no more. */
  readonly openPrompt?: (theme: Theme) => Promise<void>
}

/** What every command shares: its flags, the configuration, and how it says what it has to say. */
export abstract class TameCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    'api-url': Flags.string({
      ...shared,
      helpValue: 'URL',
      description: 'The server to ask; without one tame decides here',
    }),
    'api-key': Flags.string({...shared, helpValue: 'KEY', description: 'The key to show the server'}),
    'session-id': Flags.string({...shared, helpValue: 'ID', description: 'The session that calls belong to'}),
    'agent-id': Flags.string({...shared, helpValue: 'ID', description: 'The agent that calls'}),
    'user-id': Flags.string({...shared, helpValue: 'ID', description: 'The user it calls for'}),
    timeout: Flags.string({...shared, helpValue: 'SECONDS', description: 'How long to wait for the server'}),
    config: Flags.string({
      ...shared,
      helpValue: 'FILE',
      description: 'A configuration file to put before the usual ones',
    }),
    policy: Flags.string({...shared, helpValue: 'FILE', description: 'The policy to decide by'}),
    store: Flags.string({
      ...shared,
      helpValue: 'URL',
      description: 'Where the record is kept: sqlite:PATH',
    }),
    bypass: Flags.boolean({
      ...shared,
      allowNo: true,
      description: 'Let every call run, and record that it was let',
    }),
    ...printing,
  }

  /** For a command that asks for no setting: it must not offer what it would not read. */
  protected static readonly printingFlags = printing as typeof TameCommand.baseFlags

  private given: FlagValues & {config?: string | undefined; verbose?: boolean} = {}
  private flagged: Layer = {kind: 'flag', settings: new Map()}
  private loaded: LoadedConfig | undefined
  private opened: Promise<Tame> | undefined
  private isStreaming = false
  private starter: Starter = {}
  private isInterrupted = false

  protected override async parse<F extends Named, B extends Named, A extends Named>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    this.given = parsed.flags as typeof this.given
    // Checked even where no setting is asked for: a flag with a wrong value is not passed over.
    if (givesSetting(this.given))
      this.flagged = await (await import('./runtime/flags.js')).flagLayer(this.given, processSurroundings())
    return parsed
  }

  /** oclif's own would print the whole command line, keys and all, with DEBUG=*. */
  protected override async init(): Promise<void> {}

  /** Runs it, with what was typed after its name. */
  async start(starter: Starter): Promise<void> {
    this.starter = starter
    await this._run()
  }

  protected noteAsked(call: Call, isDryRun: boolean): void {
    this.starter.onAsked?.(call, isDryRun)
  }

  /** What a call was decided, for whoever wants to ask about it again. */
  protected noteDecided(call: Call, decision: Decision): void {
    this.starter.onDecided?.(call, decision)
  }

  protected async openPrompt(): Promise<void> {
    await this.starter.openPrompt?.((await this.canvas()).theme)
  }

  /** The configuration in force. Read when it is first asked for: `tame config path` must work when it is broken. */
  protected async settings(): Promise<LoadedConfig> {
    if (this.loaded !== undefined) return this.loaded
    this.loaded = await loadConfig(processSurroundings(), this.flagged, this.given.config)
    this.tellAbout(this.loaded)
    return this.loaded
  }

  /** Who decides and keeps the record: tame itself, here, or the server that is configured. Closed when the command ends. */
  protected async tame(): Promise<Tame> {
    const settings = await this.settings()
    tellOfProjectServer(settings, (warning) => this.tell(`Warning: ${warning}`))
    const {lend} = this.starter
    if (lend !== undefined) return lend(settings)
    this.opened ??= this.connect(settings)
    return this.opened
  }

  private async connect(settings: LoadedConfig): Promise<Tame> {
    const {connect} = await import('./runtime/connect.js')
    const tame = await connect(settings, processSurroundings(), {isPerson: true})
    const {closeOnSignal} = await import('./runtime/interrupt.js')
    closeOnSignal(() => {
      this.isInterrupted = true
      return this.closeTame()
    })
    return tame
  }

  /** The file that `--config` names. */
  protected get namedConfig(): string | undefined {
    return this.given.config
  }

  /** Prints a value: as JSON with `--json`, else as the text that a person reads. */
  protected async show<Value>(
    value: Value,
    text: string | ((value: Value, canvas: Canvas) => string),
  ): Promise<void> {
    if (this.jsonEnabled()) return this.write(jsonText(value, 2))
    return this.write(typeof text === 'string' ? text : text(value, await this.canvas()))
  }

  /** Writes lines to stdout. Resolves once they are with the reader, so that a slow pipe loses nothing of them. */
  protected write(text: string): Promise<void> {
    return new Promise((resolve) => {
      process.stdout.write(text === '' ? '' : `${text}\n`, () => resolve())
    })
  }

  /**
   * Writes texts as they come, each with its line end; `said` tells meanwhile how far it is. After the first, an error is no
   * JSON value any more: what was begun is left without its end, so that nobody takes it for whole.
   */
  protected async stream(texts: AsyncIterable<string>, said: () => string | undefined): Promise<void> {
    const {writeTexts} = await import('./runtime/write-texts.js')
    const onFirst = (): void => {
      this.isStreaming = true
    }
    await writeTexts(texts, {said, onFirst})
  }

  /** Says something to the person; data alone goes to stdout. */
  protected tell(message: string): void {
    process.stderr.write(`${message.split('\n').map(escaped).join('\n')}\n`)
  }

  protected override async catch(error: Error): Promise<void> {
    // What was cut short by a signal fails in one way or another, and nobody waits for it.
    if (!this.isInterrupted) await this.report(error, this.jsonEnabled() && !this.isStreaming)
  }

  protected override async finally(): Promise<void> {
    await this.closeTame()
  }

  private async closeTame(): Promise<void> {
    // One that could not be opened was reported where it was asked for.
    const tame = await this.opened?.catch(() => undefined)
    // The answer was given: what fails now is told beside it, and in the exit status.
    await tame?.close().catch((error: unknown) => this.report(error, false))
  }

  private async report(error: unknown, json: boolean): Promise<void> {
    const {reportError} = await import('./report.js')
    await reportError(error, {
      json,
      verbose: this.given.verbose === true,
      color: () => this.color(),
      command: (this.id ?? '').replaceAll(':', ' '),
    })
  }

  /** What it prints on. */
  protected async canvas(): Promise<Canvas> {
    const isColored = wantsColor(process.stdout, await this.color())
    const theme = isColored ? (await import('./ui/theme.js')).createTheme(true) : plainTheme
    return {width: widthOf(process.stdout), theme}
  }

  /** The same for what it says beside that. */
  protected async talkCanvas(): Promise<Canvas> {
    return {width: widthOf(process.stderr), theme: plainTheme}
  }

  private async color(): Promise<Config['color']> {
    if (this.loaded !== undefined) return this.loaded.values.color
    const {colorInForce} = await import('./runtime/color.js')
    return colorInForce(this.argv)
  }

  private tellAbout({values, origins, places, warnings}: LoadedConfig): void {
    if (this.given.verbose === true) {
      for (const {path, exists} of places) this.tell(`Configuration: ${path}${exists ? '' : ' (not there)'}`)
    }
    for (const warning of warnings) this.tell(`Warning: ${escaped(warning)}`)
    if (values.bypass_mode)
      this.tell(
        `Warning: bypass is on (${originText(origins.bypass_mode)}): every call runs, whatever the policy says`,
      )
  }
}

/** Whether any flag stands for a setting; what checks their values is loaded only then. */
const givesSetting = (given: FlagValues): boolean =>
  Object.keys(given).some(
    (flag) => flag in TameCommand.baseFlags && !['config', 'json', 'verbose'].includes(flag),
  )
