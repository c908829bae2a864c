import type {AskedCall} from '../../model/asked-call.js'
import {canonicalJson} from '../../model/canonical-json.js'

/**
 * Canonical JSON of what an approval is bound to. Metadata is no part of it: an attempt has a trace id of its own. Holds
 * secrets: to be sealed, never kept.
 */
export const approvalText = (call: AskedCall, keyId: string | null): string =>
  `{"agent_id":${canonicalJson(call.agentId)},"args":${call.argsText},"key_id":${canonicalJson(keyId)},"session_id":${canonicalJson(call.sessionId)},"tool":${canonicalJson(call.tool)},"user_id":${canonicalJson(call.userId)}}`
