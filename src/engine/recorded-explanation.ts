import {TameError} from '../errors.js'
import type {DecisionBody} from '../ledger/bodies/decision-body.js'
import {canonicalJson} from '../model/canonical-json.js'
import type {Explanation, ExpressionExplanation, PartExplanation} from '../model/explanation.js'
import type {LogRecord} from '../model/log-record.js'
import type {RecordedExplanation} from '../model/tame.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {explain} from '../policy/explain/explain.js'
import {redactExplanation} from '../policy/redact.js'
import {redactedText} from '../policy/redaction.js'
import type {StoredCall} from '../store/store.js'
import {bodyOf, contentOf, type DecisionContent} from './content.js'
import {parseFacts} from './facts-text.js'
import {logRecord} from './log-record.js'
import type {PolicyArchive} from './policy-archive.js'

/** Decides a recorded call again by the policy, the facts and the time of then, and compares. */
export async function explainRecord(call: StoredCall, archive: PolicyArchive): Promise<RecordedExplanation> {
  const record = logRecord(call)
  const content = contentOf<DecisionContent>(call.decision)
  if (content === null) return unknown(record, null, 'its arguments were taken out of the record')
  const policy = await policyOfTime(record, archive)
  if (typeof policy === 'string') return unknown(record, null, policy)
  try {
    return explainAgain(call, record, content, policy)
  } catch (error) {
    return unknown(record, null, `the policy can’t be worked out: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Or why there is none that could decide again. */
async function policyOfTime(
  {policyHash}: LogRecord,
  archive: PolicyArchive,
): Promise<CompiledPolicy | string> {
  try {
    return await archive.policy(policyHash)
  } catch (error) {
    // What keeps the store from being read is no property of the call.
    if (error instanceof TameError && error.code.startsWith('POLICY_')) return error.message
    throw error
  }
}

function explainAgain(
  {decision}: StoredCall,
  record: LogRecord,
  content: DecisionContent,
  policy: CompiledPolicy,
): RecordedExplanation {
  const call = {tool: record.tool, args: content.args, metadata: content.metadata}
  const again = explain(policy, call, parseFacts(content.facts), decision.atMs)
  const explanation = redactExplanation(policy, call, again)
  const hidden = content.redacted === true ? hiddenRead(explanation, content) : undefined
  if (hidden !== undefined) return unknown(record, explanation, `${hidden} was hidden before it was recorded`)
  const {bypassed} = bodyOf<DecisionBody>(decision)
  const why = difference(record, explanation, bypassed)
  return {record, explanation, again: why === null ? 'same' : 'different', why}
}

const unknown = (record: LogRecord, explanation: Explanation | null, why: string): RecordedExplanation => ({
  record,
  explanation,
  again: 'unknown',
  why,
})

function difference(record: LogRecord, {verdict}: Explanation, isBypassed: boolean): string | null {
  if (record.ruling !== verdict.ruling) return `it would be ${verdict.ruling}, not ${record.ruling}`
  if (record.ruleName !== verdict.ruleName)
    return `it would be decided by ${ruleText(verdict.ruleName)}, not by ${ruleText(record.ruleName)}`
  // What a bypass lets run, a person has decided, or a client could not change, is no part of what the policy says.
  if (isBypassed || isByPerson(record) || (record.ruling === 'sanitize' && record.effect === 'deny'))
    return null
  if (record.effect !== verdict.effect) return `it would come to ${verdict.effect}, not to ${record.effect}`
  return canonicalJson(record.args) === canonicalJson(verdict.args)
    ? null
    : 'its arguments would be changed differently'
}

const isByPerson = ({enforced, ruling, effect}: LogRecord): boolean =>
  enforced && ruling === 'approve' && effect !== 'approve'

const ruleText = (name: string | null): string => (name === null ? 'the default' : `the rule "${name}"`)

/** What was looked at on the way, and is not there any more as it was; nothing when the decision did not look at such. */
function hiddenRead({rules}: Explanation, {args, metadata}: DecisionContent): string | undefined {
  const given = {tool_args: args, metadata: metadata ?? {}}
  for (const {parts} of rules) {
    for (const path of parts.flatMap(readsOf)) if (holdsHidden(valueAt(given, path))) return path.join('.')
  }
  return undefined
}

const readsOf = ({comparisons, tree}: PartExplanation): readonly (readonly string[])[] => [
  ...comparisons.flatMap(({reads}) => reads),
  ...(tree === null ? [] : treeReads(tree)),
]

const treeReads = ({notEvaluated, reads, children}: ExpressionExplanation): readonly (readonly string[])[] =>
  notEvaluated ? [] : [...reads, ...children.flatMap(treeReads)]

/** As far down as the path is known: below, anything may have been read. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (name === '*' || typeof at !== 'object' || at === null || Array.isArray(at)) break
    at = Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined
  }
  return at
}

function holdsHidden(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(redactedText)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsHidden)
}
