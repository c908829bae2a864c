import {canonicalJson, canonicalText} from '../../model/canonical-json.js'
import type {Effect} from '../../model/effect.js'

/** What an entry says of a decision. */
export interface DecisionBody {
  /** Made by tame: nothing in it has to be escaped. */
  readonly log_id: string
  readonly event_id: string | null
  readonly agent_id: string | null
  readonly user_id: string | null
  /** The key that asked; null where none was shown, or needed. */
  readonly key_id: string | null
  readonly tool_name: string
  readonly decision: Effect
  readonly ruling: Effect
  readonly enforced: boolean
  readonly bypassed: boolean
  readonly rule_name: string | null
  readonly policy_version: string
  readonly policy_hash: string
  readonly approval_id: string | null
  readonly cost: number
  readonly counts_toward: readonly string[]
  /** Hexadecimal digits. */
  readonly content: string
}

/** Its canonical JSON. Written for each decision: to know the order of the keys takes a fifth of the time of finding it. */
export function decisionBodyText(body: DecisionBody): string {
  return `{"agent_id":${agent(body.agent_id)},"approval_id":${text(body.approval_id)},"bypassed":${body.bypassed},"content":"${body.content}","cost":${canonicalJson(body.cost)},"counts_toward":${canonicalJson(body.counts_toward)},"decision":"${body.decision}","enforced":${body.enforced},"event_id":${text(body.event_id)},"key_id":${key(body.key_id)},"log_id":"${body.log_id}","policy_hash":${policyHash(body.policy_hash)},"policy_version":${policyVersion(body.policy_version)},"rule_name":${text(body.rule_name)},"ruling":"${body.ruling}","tool_name":${text(body.tool_name)},"user_id":${user(body.user_id)}}`
}

const text = (value: string | null): string => (value === null ? 'null' : canonicalText(value))

/** For what most often is the same as the time before. */
function remembered(): typeof text {
  let last: string | null = null
  let lastText = 'null'
  return (value) => {
    if (value === last) return lastText
    last = value
    lastText = text(value)
    return lastText
  }
}

const [agent, key, policyHash, policyVersion, user] = [
  remembered(),
  remembered(),
  remembered(),
  remembered(),
  remembered(),
]
