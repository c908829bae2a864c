import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {TameCommand} from '../../command.js'
import type {Arguments} from '../../model/call.js'
import {decisionJson} from '../../model/decision.js'
import {explanationJson} from '../../model/explanation.js'
import {parseEvaluationInput, situationOf} from '../../policy/evaluate/input.js'
import {explain} from '../../policy/explain/explain.js'
import {redactExplanation} from '../../policy/redact.js'
import {readArguments} from '../../runtime/call-arguments.js'
import {readSoundPolicy} from '../../runtime/policies.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {explanationText} from '../../ui/text/explanation.js'

export default class PolicyExplain extends TameCommand {
  static override summary = 'Say why a call is decided as it is, rule by rule'
  static override description =
    'Of a tool, the policy file alone is read: nothing is recorded and no server is asked. What is to be known of the caller and the session is given with --facts, a JSON object with any of session, agent, user, metadata, limit_counts and now. Of a log id, the recorded decision is explained by the policy of its time and decided again as it was then. What looks like a log id is one, unless --args or --facts say that it is a tool.'
  static override examples = [
    `<%= config.bin %> policy explain read_file --args path=/etc/passwd`,
    `<%= config.bin %> policy explain send_email --args '{"to": "a@example.com"}' --facts '{"session": {"action_count": 101}}'`,
    `<%= config.bin %> policy explain read_file --args @call.json --json`,
    '<%= config.bin %> policy explain $LOG_ID',
  ]
  static override args = {
    subject: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'The tool that is called, or the log id of a recorded call',
    }),
  }
  static override flags = {
    args: Flags.string({
      helpValue: 'ARGS',
      description: 'Its arguments: JSON, key=value,…, @FILE, or - for stdin',
    }),
    facts: Flags.string({
      helpValue: 'JSON',
      description: 'What is known of session, agent and user: JSON, or @FILE',
    }),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PolicyExplain)
    const isTool = flags.args !== undefined || flags.facts !== undefined || !isLogId(args.subject)
    return isTool
      ? this.explainCall(args.subject, flags.args ?? '', flags.facts ?? '')
      : this.explainRecorded(args.subject)
  }

  private async explainRecorded(logId: string): Promise<void> {
    const {recordedExplanationText} = await import('../../ui/text/logs/record.js')
    const {logRecordJson} = await import('../../model/log-record.js')
    const explained = await (await this.tame()).logs.explain(logId)
    const {record, explanation, again, why} = explained
    const value = {
      ...logRecordJson(record),
      explanation: explanation && explanationJson(explanation),
      again,
      why,
    }
    await this.show(value, (_, canvas) => recordedExplanationText(explained, canvas))
  }

  private async explainCall(tool: string, typedArgs: string, typedFacts: string): Promise<void> {
    const here = processSurroundings()
    const settings = await this.settings()
    const policy = await readSoundPolicy(undefined, settings, here)
    const facts = await readArguments(typedFacts, here.cwd, '--facts')
    const input = parseEvaluationInput({
      ...withIds(facts, settings.values),
      tool_name: tool,
      tool_args: await readArguments(typedArgs, here.cwd),
    })
    const {call, facts: known, nowMs} = situationOf(input, Date.now())
    const explanation = redactExplanation(policy, call, explain(policy, call, known, nowMs))
    const unrecorded = {logId: null, approvalId: null, sessionId: known.session?.id ?? null}
    const decision = {...explanation.verdict, ...unrecorded, timestamp: new Date(nowMs).toISOString()}
    const value = {...decisionJson(decision), explanation: explanationJson(explanation)}
    await this.show(value, (_, canvas) => explanationText(explanation, canvas))
  }
}

/** A UUID. No tool is called so, and no other id of tame looks like one that a person would explain. */
const isLogId = (subject: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(subject)

interface Ids {
  session_id: string | null
  agent_id: string | null
  user_id: string | null
}

/** The ids of flags and settings, where the facts do not give others. */
function withIds(facts: Arguments, {session_id, agent_id, user_id}: Ids): Arguments {
  const named = {session: session_id, agent: agent_id, user: user_id}
  const entries = Object.entries(named).map(([key, id]) => [key, withId(facts[key], id)] as const)
  return {...facts, ...Object.fromEntries(entries)}
}

/** What is no map is left for the check to refuse. */
function withId(given: unknown, id: string | null): unknown {
  if (given === undefined) return {id}
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? {id, ...given} : given
}
