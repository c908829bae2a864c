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
  static override summary = 'Decide a call and say why, rule by rule'
  static override description =
    'Reads the policy file alone: nothing is recorded and no server is asked. What is to be known of the caller and the session is given with --facts, a JSON object with any of session, agent, user, metadata, limit_counts and now.'
  static override examples = [
    `<%= config.bin %> policy explain read_file --args path=/etc/passwd`,
    `<%= config.bin %> policy explain send_email --args '{"to": "a@example.com"}' --facts '{"session": {"action_count": 101}}'`,
    `<%= config.bin %> policy explain read_file --args @call.json --json`,
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
    facts: Flags.string({
      default: '',
      helpValue: 'JSON',
      description: 'What is known of session, agent and user: JSON, or @FILE',
    }),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PolicyExplain)
    const here = processSurroundings()
    const settings = await this.settings()
    const policy = await readSoundPolicy(undefined, settings, here)
    const facts = await readArguments(flags.facts, here.cwd, '--facts')
    const input = parseEvaluationInput({
      ...withIds(facts, settings.values),
      tool_name: args.tool,
      tool_args: await readArguments(flags.args, here.cwd),
    })
    const {call, facts: known, nowMs} = situationOf(input, Date.now())
    const explanation = redactExplanation(policy, call, explain(policy, call, known, nowMs))
    const unrecorded = {logId: null, approvalId: null, sessionId: known.session?.id ?? null}
    const decision = {...explanation.verdict, ...unrecorded, timestamp: new Date(nowMs).toISOString()}
    const value = {...decisionJson(decision), explanation: explanationJson(explanation)}
    await this.show(value, (_, canvas) => explanationText(explanation, canvas))
  }
}

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
