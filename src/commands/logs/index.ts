import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import {ExitCode, TameError} from '../../errors.js'
import {effects} from '../../model/effect.js'
import type {LogFilter, LogQuery} from '../../model/log-filter.js'
import type {LogRecord} from '../../model/log-record.js'
import {ItemCount} from '../../runtime/item-count.js'
import {logFilter} from '../../runtime/log-query.js'
import type {StageListeners} from '../../runtime/stage.js'
import {hasScreen} from '../../runtime/terminal.js'
import {counted} from '../../ui/text/counted.js'
import type {CallsFormat} from '../../ui/text/logs/texts.js'

const formats = ['table', 'json', 'jsonl', 'csv', 'summary'] as const
type Format = (typeof formats)[number]
type ListedFormat = Exclude<Format, 'summary'>
const followedFormats = ['table', 'json', 'jsonl', 'csv'] as const

/** So many calls are shown when nobody says how many. A summary is of all of them. */
const defaultLimit = 50

interface Asked {
  filter: LogFilter
  /** How many at most, if that was said. */
  limit: number | undefined
  isAll: boolean
}

export default class Logs extends TameCommand {
  static override summary = 'Show the recorded calls'
  static override description =
    'Oldest first, the newest 50 unless --limit or --all say otherwise; a summary is of all calls. A session, agent or user that is only configured does not narrow the log: the flags do. In CSV, a text that a spreadsheet could take for a formula has an apostrophe before it, and control characters are spelled out; JSON has everything as it was recorded.'
  static override examples = [
    '<%= config.bin %> logs',
    '<%= config.bin %> logs --since 2h --decision deny',
    '<%= config.bin %> logs --session-id nightly --format csv --all > nightly.csv',
    '<%= config.bin %> logs --format summary --since yesterday',
    '<%= config.bin %> logs --follow --json | jq .tool_name',
  ]
  static override flags = {
    format: Flags.option({
      options: formats,
      description: 'How to print them; without it, the setting format, which is table',
    })(),
    follow: Flags.boolean({
      description: 'Go on with the calls that come, by any process, until Ctrl-C; on a terminal, a screen',
      exclusive: ['until'],
    }),
    'session-id': Flags.string({helpValue: 'ID', description: 'Only calls of this session'}),
    'agent-id': Flags.string({helpValue: 'ID', description: 'Only calls of this agent'}),
    'user-id': Flags.string({helpValue: 'ID', description: 'Only calls for this user'}),
    tool: Flags.string({helpValue: 'NAME', description: 'Only calls of this tool'}),
    decision: Flags.option({options: effects, description: 'Only calls that were decided so'})(),
    rule: Flags.string({
      helpValue: 'NAME',
      description: "Only calls that this rule decided; '' for those that none did",
    }),
    since: Flags.string({
      helpValue: 'TIME',
      description: 'Only calls from then on: 15m, 2h, 3d, today, yesterday, 2026-11-20, 2026-11-20T08:00',
    }),
    until: Flags.string({helpValue: 'TIME', description: 'Only calls before then; a day counts whole'}),
    grep: Flags.string({
      helpValue: 'TEXT',
      description: 'Only calls with this text somewhere in the record, in any case',
    }),
    limit: Flags.integer({helpValue: 'COUNT', min: 0, description: 'At most so many, the newest'}),
    all: Flags.boolean({description: 'All of them', exclusive: ['limit']}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Logs)
    const asked = {
      filter: logFilter(flags, Date.now()),
      limit: flags.all ? undefined : flags.limit,
      isAll: flags.all,
    }
    if (flags.follow) return this.follow(asked, await this.formatOf(flags.format, followedFormats))
    const format = await this.formatOf(flags.format, formats)
    return format === 'summary' ? this.summarize(asked) : this.list(asked, format)
  }

  /** A format that is only configured gives way where it does not fit; one that was typed is not passed over. */
  private async formatOf(named: Format | undefined, fitting: readonly Format[]): Promise<Format> {
    if (named !== undefined && !fitting.includes(named)) throw unfitting(named)
    if (!this.jsonEnabled()) {
      const {format} = (await this.settings()).values
      return named ?? (fitting.includes(format) ? format : 'table')
    }
    if (named === 'table' || named === 'csv') throw twoFormats(named)
    return named ?? 'json'
  }

  private async list({filter, limit, isAll}: Asked, format: ListedFormat): Promise<void> {
    const most = limit ?? (isAll ? undefined : defaultLimit)
    const count = new ItemCount()
    const records = count.of((await this.tame()).logs.list(queryOf(filter, most)))
    await this.writeCalls(format, records, () => counted(count.items, 'call'))
    if (count.items === 0 && format === 'table') this.tell(nothingText(filter))
    if (count.items === most && limit === undefined)
      this.tell(`These are the newest ${most}; all of them: --all`)
  }

  private async follow({filter, limit, isAll}: Asked, format: Format): Promise<void> {
    const most = limit ?? (isAll ? undefined : defaultLimit)
    if (format === 'table' && hasScreen()) return this.showLog(filter, most)
    const {followLog} = await import('../../runtime/follow-log.js')
    const records = followLog(await this.tame(), filter, most)
    this.tell('Waiting for calls; Ctrl-C ends')
    const asLines = {table: 'lines', json: 'jsonl', jsonl: 'jsonl', csv: 'csv', summary: 'lines'} as const
    await this.writeCalls(asLines[format], records, () => undefined)
  }

  private async showLog(filter: LogFilter, limit: number | undefined): Promise<void> {
    const tame = await this.tame()
    const {theme} = await this.canvas()
    const [{showLog}, {Stage}] = await Promise.all([
      import('../../ui/screens/live-log/show.js'),
      import('../../runtime/stage.js'),
    ])
    const openStage = (listeners: StageListeners) => new Stage(process.stdin, process.stdout, listeners)
    const {leaving} = await showLog({tame, filter, limit, theme, openStage, now: Date.now})
    if (leaving === 'interrupted') process.exitCode = ExitCode.interrupted
  }

  private async writeCalls(
    format: CallsFormat,
    records: AsyncIterable<LogRecord>,
    said: () => string | undefined,
  ): Promise<void> {
    const {logTexts} = await import('../../ui/text/logs/texts.js')
    await this.stream(logTexts(format, records, await this.canvas()), said)
  }

  private async summarize({filter, limit}: Asked): Promise<void> {
    const [{LogTally, logSummaryJson}, {summaryText}, {goThrough}] = await Promise.all([
      import('../../model/log-summary.js'),
      import('../../ui/text/logs/summary.js'),
      import('../../runtime/write-texts.js'),
    ])
    const tally = new LogTally()
    const records = (await this.tame()).logs.list(queryOf(filter, limit))
    await goThrough(
      records,
      (record) => tally.add(record),
      () => counted(tally.total, 'call'),
    )
    const summary = tally.summary()
    await this.show(logSummaryJson(summary), (_, canvas) => summaryText(summary, canvas))
  }
}

const queryOf = (filter: LogFilter, limit: number | undefined): LogQuery =>
  limit === undefined ? filter : {...filter, limit}

const nothingText = (filter: LogFilter): string =>
  Object.keys(filter).length > 0
    ? 'No recorded call is meant by these flags'
    : 'Nothing is recorded yet. Try: tame test read_file --args path=/tmp/a'

const twoFormats = (format: string): TameError =>
  new TameError('USAGE', `--json and --format ${format} ask for different things`, {
    suggestions: ['Leave one of them out'],
    exitCode: ExitCode.misuse,
  })

const unfitting = (format: string): TameError =>
  new TameError('USAGE', `A log that is followed has no ${format}: it has no end`, {
    suggestions: ['Leave --follow out', 'Leave the format out'],
    exitCode: ExitCode.misuse,
  })
