// An engine on a new ledger, as tame opens it, but with a policy that needs no file.
import path from 'node:path'

const policyText = `
version: "1.0"
rules:
${Array.from(
  {length: 50},
  (_, at) => `
  - name: deny_${at}
    tools: [tool_${at}]
    condition: tool_args.amount > 1000
    action: deny
  - name: allow_${at}
    tools: [tool_${at}]
    condition: tool_args.amount <= 100
    action: allow`,
).join('')}
`

export function openSubject(tame, directory, durability) {
  const random = new tame.RandomDigits()
  const {policy} = tame.readPolicy('policy.yaml', policyText)
  const supplied = {policy, text: policyText, source: 'policy.yaml', loadedAtMs: Date.now()}
  const file = path.join(directory, 'tame.db')
  return tame.createEngine({
    store: tame.openSqliteStore(file, {durability}),
    notaries: tame.createNotaries({directory: path.join(directory, 'keys'), place: file}),
    policies: {current: async () => supplied, problem: undefined, close: async () => {}},
    now: Date.now,
    newId: tame.createIds(Date.now, random),
    newSalt: () => random.take(32),
    schedule: () => () => {},
    version: '0.0.0',
  })
}

/** A call as agents make them; `sessions` is how many of them there are, 0 for calls of none. */
export function callOf(at, sessions) {
  const sessionId = sessions === 0 ? null : `session-${at % sessions}`
  return {
    tool: `tool_${at % 50}`,
    args: {amount: at % 200, to: 'account-4711', note: 'monthly transfer for the office rent'},
    sessionId,
    agentId: 'agent-7',
    userId: 'ada',
  }
}
