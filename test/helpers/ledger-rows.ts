import type {StoredEntry} from '../../src/store/store.js'

/** An entry as a test needs it: what it does not name is there, but says nothing. */
export const storedEntry = (seq: number, changes: Partial<StoredEntry> = {}): StoredEntry => ({
  seq,
  atMs: 1_000_000 + seq,
  kind: 'note',
  sessionId: null,
  id: null,
  eventId: null,
  body: '{}',
  hash: seq.toString(16).padStart(64, '0'),
  salt: null,
  content: null,
  ...changes,
})

interface DecisionBody {
  agent_id?: string | null
  user_id?: string | null
  tool_name?: string
  decision?: string
  rule_name?: string | null
  cost?: number
  event_id?: string | null
  log_id?: string
}

const salt = '5a17'.repeat(8)

export const storedDecision = (
  seq: number,
  body: DecisionBody = {},
  changes: Partial<StoredEntry> = {},
): StoredEntry =>
  storedEntry(seq, {
    kind: 'decision',
    id: body.log_id ?? `log-${seq}`,
    body: JSON.stringify({
      agent_id: null,
      cost: 0,
      decision: 'allow',
      event_id: null,
      log_id: `log-${seq}`,
      rule_name: null,
      tool_name: 'search',
      user_id: null,
      ...body,
    }),
    salt,
    content: `{"args":{"number":${seq}}}`,
    ...changes,
  })

export const storedResult = (seq: number, callSeq: number, changes: Partial<StoredEntry> = {}): StoredEntry =>
  storedEntry(seq, {
    kind: 'result',
    body: JSON.stringify({call_seq: callSeq, cost: null, log_id: `log-${callSeq}`, status: 'success'}),
    salt,
    content: `{"result":${seq}}`,
    ...changes,
  })

export const storedPolicyEntry = (seq: number, hash: string): StoredEntry =>
  storedEntry(seq, {kind: 'policy', body: JSON.stringify({policy_hash: hash})})
