import type {AskedCall} from '../model/asked-call.js'
import type {Limit} from '../model/limit.js'

type Counted = Pick<AskedCall, 'tool' | 'sessionId' | 'agentId' | 'userId'>

/** What a limit counts together. Calls of no session, agent or user are counted together too, which is strict. */
export const limitKey = ({ruleName, per}: Limit, call: Counted): string =>
  JSON.stringify([ruleName, per, countedBy(per, call)])

function countedBy(per: Limit['per'], {tool, sessionId, agentId, userId}: Counted): string | null {
  return {session: sessionId, agent: agentId, user: userId, tool}[per]
}
