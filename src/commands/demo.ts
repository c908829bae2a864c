import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../command.js'
import {ExitCode} from '../errors.js'
import {effects} from '../model/effect.js'
import type {LogRecord} from '../model/log-record.js'
import {LogTally, logSummaryJson} from '../model/log-summary.js'
import type {Status} from '../model/status.js'
import {confirm} from '../runtime/confirm.js'
import {play} from '../runtime/demo/play.js'
import {agents, sessionOf, steps} from '../runtime/demo/scene.js'
import {goThrough} from '../runtime/write-texts.js'
import {counted} from '../ui/text/counted.js'
import {escaped} from '../ui/text/escape.js'
import {summaryText} from '../ui/text/logs/summary.js'
import {logTexts} from '../ui/text/logs/texts.js'
import {suggestionLines} from '../ui/text/suggestions.js'
import {hanging} from '../ui/text/wrap.js'

interface Asked {
  calls: number
  rate: number
  seed: number
}

export default class Demo extends TameCommand {
  static override summary = 'Have pretend agents make calls, to see what becomes of them'
  static override description =
    'Three agents that are not there ask for tools that are never run. The policy in force decides, and all of it is recorded: in sessions and for agents whose names begin with "demo-". A record that has something in it is added to only when you say so. The same seed asks for the same again.'
  static override examples = [
    '<%= config.bin %> demo',
    '<%= config.bin %> demo --calls 200 --rate 50 --seed 7 --yes',
    '<%= config.bin %> demo --calls 10 --rate 10 --yes --json',
  ]
  static override flags = {
    calls: Flags.integer({
      default: 30,
      min: 1,
      max: 100_000,
      helpValue: 'COUNT',
      description: 'How many calls',
    }),
    rate: Flags.integer({
      default: 4,
      min: 1,
      max: 10_000,
      helpValue: 'COUNT',
      description: 'How many a second',
    }),
    seed: Flags.integer({
      min: 0,
      max: 2 ** 31 - 1,
      helpValue: 'NUMBER',
      description: 'The same calls again, in the same sessions; without it, others each time',
    }),
    yes: Flags.boolean({description: 'Add to a record that has something in it without asking'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Demo)
    const asked = {...flags, seed: flags.seed ?? freshSeed()}
    const tame = await this.tame()
    // Else it would promise what it can't do.
    await tame.policy.current()
    const {store} = await tame.status()
    const {width} = await this.talkCanvas()
    for (const line of announcement(asked, store).split('\n')) this.tell(hanging(line, width))
    if (!flags.yes && !(await this.isMeant(store))) {
      process.exitCode = ExitCode.failed
      return this.tell('No call was made')
    }
    const tally = new LogTally()
    const records = play(tame, steps(asked.calls, asked.seed), asked.rate)
    await this.follow(counting(records, tally), tally, asked)
  }

  private async isMeant({decisions}: Status['store']): Promise<boolean> {
    const calls = effects.reduce((sum, effect) => sum + decisions[effect], 0)
    if (calls === 0) return true
    return confirm(
      `The record has ${counted(calls, 'call')} already, and what is added stays. Add these?`,
      'If so: --yes',
    )
  }

  private async follow(
    records: AsyncIterable<LogRecord>,
    tally: LogTally,
    {calls, seed}: Asked,
  ): Promise<void> {
    const said = (): string => `${tally.total} of ${counted(calls, 'call')}`
    const sessions = agents.map((agent) => sessionOf(agent, seed))
    if (this.jsonEnabled()) {
      await goThrough(records, () => {}, said)
      return this.show({seed, sessions, ...logSummaryJson(tally.summary())}, '')
    }
    const canvas = await this.canvas()
    await this.stream(logTexts('lines', records, canvas), said)
    await this.write(`\n${summaryText(tally.summary(), canvas)}`)
    const next = [
      `tame logs --session-id ${sessions[0]}`,
      'tame logs --user-id demo --decision deny',
      'tame status',
    ]
    this.tell(suggestionLines('Next:', next, await this.talkCanvas()).join('\n'))
  }
}

const mostSeed = 100_000

const freshSeed = (): number => Math.floor(Math.random() * mostSeed)

const announcement = ({calls, rate, seed}: Asked, {kind, location}: Status['store']): string =>
  `Pretend agents make ${counted(calls, 'call')}, ${rate.toLocaleString('en')} a second. Nothing is run.\nThey are recorded in ${kind} ${escaped(location)}, in sessions demo-${seed}-…`

async function* counting(records: AsyncIterable<LogRecord>, tally: LogTally): AsyncGenerator<LogRecord> {
  for await (const record of records) {
    tally.add(record)
    yield record
  }
}
