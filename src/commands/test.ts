import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../command.js'
import {ExitCode} from '../errors.js'
import type {Call} from '../model/call.js'
import {type Decision, decisionJson} from '../model/decision.js'
import {type Effect, effects} from '../model/effect.js'
import {type Explanation, explanationJson} from '../model/explanation.js'
import type {Tame} from '../model/tame.js'
import {readArguments} from '../runtime/call-arguments.js'
import {processSurroundings} from '../runtime/surroundings.js'
import {decisionText} from '../ui/text/decision.js'

interface Asked {
  call: Call
  dryRun: boolean
  explain: boolean
}

/** What there is to show: nothing in it is secret. */
interface Answer {
  decision: Decision
  explanation?: Explanation | null
}

export default class Test extends TameCommand {
  static override summary = 'Decide a call'
  static override description =
    'The call is decided as if an agent had made it, and recorded; with --dry-run it is only decided. Nothing is run. Exit status 0 whatever the decision is, unless --expect or --exit-code ask for another.'
  static override examples = [
    `<%= config.bin %> test read_file --args '{"path": "/tmp/a"}'`,
    '<%= config.bin %> test read_file --args path=/tmp/a,mode=r --dry-run',
    '<%= config.bin %> test delete_file --args @call.json --expect approve',
    '<%= config.bin %> test send_email --args to=a@example.com --session-id nightly --explain',
  ]
  static override args = {
    tool: Args.string({required: true, ignoreStdin: true, description: 'The tool that is called'}),
  }
  static override flags = {
    args: Flags.string({
      default: '',
      helpValue: 'ARGS',
      description: 'Its arguments: JSON, key=value,…, @FILE, or - for stdin',
    }),
    metadata: Flags.string({
      helpValue: 'JSON',
      description: 'What the caller claims: JSON, key=value,…, or @FILE',
    }),
    'dry-run': Flags.boolean({description: 'Decide it, and record nothing'}),
    expect: Flags.option({
      options: effects,
      description: 'Exit with status 1 when the decision is another',
    })(),
    'exit-code': Flags.boolean({
      description: 'Exit with status 3 when it is denied, 4 when it waits for a person',
    }),
    explain: Flags.boolean({description: 'Also say why, rule by rule'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Test)
    const call = await this.callOf(args.tool, flags.args, flags.metadata)
    const asked = {call, dryRun: flags['dry-run'], explain: flags.explain}
    this.noteAsked(call, asked.dryRun)
    const answer = await answerOf(await this.tame(), asked)
    this.noteDecided(call, answer.decision)
    await this.showAnswer(answer)
    this.judge(answer.decision.effect, flags.expect, flags['exit-code'])
  }

  private async callOf(tool: string, args: string, metadata: string | undefined): Promise<Call> {
    const {cwd} = processSurroundings()
    const {session_id, agent_id, user_id} = (await this.settings()).values
    return {
      tool,
      args: await readArguments(args, cwd),
      sessionId: session_id,
      agentId: agent_id,
      userId: user_id,
      metadata: metadata === undefined ? null : await readArguments(metadata, cwd, '--metadata'),
    }
  }

  private async showAnswer({decision, explanation}: Answer): Promise<void> {
    const explained = explanation && {explanation: explanationJson(explanation)}
    const value = {...decisionJson(decision), ...explained}
    if (!explanation) return this.show(value, (_, canvas) => decisionText(decision, canvas))
    const {rulesText} = await import('../ui/text/explanation.js')
    await this.show(
      value,
      (_, canvas) => `${decisionText(decision, canvas)}\n\n${rulesText(explanation, canvas)}`,
    )
  }

  private judge(effect: Effect, expected: Effect | undefined, withExitCode: boolean): void {
    if (expected !== undefined && effect !== expected) {
      this.tell(`Expected ${expected}, but it is ${effect}`)
      process.exitCode = ExitCode.failed
    } else if (withExitCode) process.exitCode = exitCodes[effect]
  }
}

const exitCodes: Readonly<Record<Effect, ExitCode>> = {
  allow: ExitCode.done,
  sanitize: ExitCode.done,
  deny: ExitCode.denied,
  approve: ExitCode.waiting,
}

async function answerOf(tame: Tame, {call, dryRun, explain}: Asked): Promise<Answer> {
  if (dryRun) return rehearsed(await tame.explain(call), explain)
  const {logId} = await tame.enforce(call)
  // What was decided is what the tool would be run with, secrets and all. What was recorded may be shown.
  if (!explain) return {decision: await tame.logs.get(logId ?? '')}
  const {record, explanation} = await tame.logs.explain(logId ?? '')
  return {decision: record, explanation}
}

/** The decision has the arguments that the tool would be run with; the explanation has them without what is secret. */
function rehearsed({decision, explanation}: Awaited<ReturnType<Tame['explain']>>, explain: boolean): Answer {
  const shown = {...decision, args: explanation.verdict.args}
  return explain ? {decision: shown, explanation} : {decision: shown}
}
