import {decisionJson} from '../../api/decision.js'
import {policyJson, policyRuleJson, policyVersionJson} from '../../api/policy.js'
import {TameError} from '../../errors.js'
import type {Arguments} from '../../model/call.js'
import type {Decision} from '../../model/decision.js'
import type {PolicyCheck} from '../../model/policy-version.js'
import {json} from '../answer.js'
import {type Caller, seesAll} from '../caller.js'
import type {Desk, Handlers} from '../desk.js'
import {askerOf} from '../own.js'
import {policyFor, policyVersionFor} from '../placeless.js'
import {answeredEffect} from '../plain-decision.js'
import {askedTooOften, Refusal} from '../refusal.js'

export const policy: Handlers<
  | 'getPolicy'
  | 'listPolicyRules'
  | 'getPolicyText'
  | 'testPolicy'
  | 'validatePolicy'
  | 'createPolicy'
  | 'reloadPolicy'
  | 'listPolicyVersions'
> = {
  async getPolicy({isNative, caller}, {tame}) {
    const {source, shadow, problems, ...plain} = policyJson(policyFor(caller, await tame.policy.current()))
    if (isNative) return json({...plain, source, shadow, problems})
    return json({...plain, rules: (await tame.policy.rules()).map(policyRuleJson)})
  },

  async listPolicyRules(_, {tame}) {
    return json({rules: (await tame.policy.rules()).map(policyRuleJson)})
  },

  async getPolicyText({param}, {tame}) {
    const hash = param('hash')
    return json({hash, text: await tame.policy.text(hash)})
  },

  async testPolicy({query, caller}, {tame}) {
    const args = objectIn(query.tool_args, 'tool_args')
    const metadata = objectIn(query.session_context, 'session_context')
    const decision = await tame.test({tool: query.tool_name, args, metadata}, {asker: askerOf(caller)})
    return json(testedJson(query.tool_name, args, metadata, decision))
  },

  async validatePolicy({body, caller}, desk) {
    const {errors, rulesCount, version} = seesAll(caller)
      ? await desk.tame.policy.check(body.policy_content)
      : await checkAtCost(body.policy_content, caller, desk)
    return json({is_valid: errors.length === 0, errors, rules_count: rulesCount, version})
  },

  async createPolicy({body, caller}, {tame}) {
    const {policy_content: text, version, description = null, activate = true} = body
    const refused = (message: string, errors: readonly string[]) =>
      json({success: false, policy_id: null, version, message, validation_errors: errors})
    const {errors, version: written} = await tame.policy.check(text)
    if (errors.length > 0) return refused('The policy is not sound', errors)
    if (written !== version)
      return refused('The policy has another version', [`The text says version ${JSON.stringify(written)}`])
    try {
      const made = await tame.policy.create(text, {description, activate, createdBy: caller.name})
      const message = activate ? 'The policy is in force' : 'The policy was taken in'
      return json({success: true, policy_id: made.hash, version, message, validation_errors: []})
    } catch (error) {
      if (error instanceof TameError && error.code === 'POLICY_VERSION_TAKEN')
        return refused(error.message, [])
      throw error
    }
  },

  async reloadPolicy(_, {tame}) {
    const {before, now} = await tame.policy.reload().catch(unsound)
    return json({
      status: 'reloaded',
      old_version: before?.version ?? null,
      new_version: now.version,
      rules_count: now.rulesCount,
    })
  },

  async listPolicyVersions({caller}, {tame}) {
    const versions = await tame.policy.versions()
    return json(versions.map((version) => policyVersionJson(policyVersionFor(caller, version))))
  },
}

const mostBytes = 64 * 1024
const bytesPerSecond = 16 * 1024

/** How many seconds a key waits for each that the others waited for its policy. */
const waitsPerSecond = 4

/** More is no work, but a clock that was put forward meanwhile. */
const longestMs = 60_000

/** All decisions wait while a policy is read, a mebibyte of it for seconds. Whose it is to write policies may take that long. */
async function checkAtCost(text: string, caller: Caller, desk: Desk): Promise<PolicyCheck> {
  chargeFor(text, caller, desk)
  const startedMs = desk.now()
  const checked = await desk.tame.policy.check(text)
  // Bytes do not tell: there are patterns that take a hundred times as long as the same length of rules.
  const tookMs = Math.min(longestMs, Math.max(0, desk.now() - startedMs))
  desk.checks.charge(caller.keyId, (tookMs / 1000) * waitsPerSecond)
  return checked
}

function chargeFor(text: string, {keyId}: Caller, {checks, now}: Desk): void {
  const bytes = Buffer.byteLength(text)
  if (bytes > mostBytes)
    throw new Refusal(
      413,
      'POLICY_TOO_LARGE',
      'For keys of role agent, no policy of more than 64 KiB is read',
      {
        suggestions: ['Ask with a key of role approver', 'tame policy validate FILE'],
      },
    )
  const seconds = checks.chargeRefusedFor(keyId, bytes / bytesPerSecond, now())
  if (seconds !== undefined) throw askedTooOften(seconds)
}

function objectIn(text: string | undefined, name: string): Arguments {
  if (text === undefined || text === '') return {}
  const value = parsed(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Arguments
  throw new Refusal(400, 'INVALID_JSON', `Invalid JSON in ${name}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function testedJson(tool: string, args: Arguments, metadata: Arguments, decision: Decision): object {
  const {rule_name, reason, policy_version} = decisionJson(decision)
  const told = {rule_name, reason, policy_version}
  return {
    tool_name: tool,
    tool_args: args,
    session_context: metadata,
    decision: {action: answeredEffect(decision.effect, metadata), ...told},
    ...told,
  }
}

/** That the new text is not sound is no failure of the server: the old one stays in force. */
function unsound(error: unknown): never {
  if (error instanceof TameError && error.code.startsWith('POLICY_'))
    throw new Refusal(409, error.code, error.message, {suggestions: error.suggestions})
  throw error
}
