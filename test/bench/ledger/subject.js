// An engine on the ledger of a directory, as tame opens it, but with a policy that needs no file.
import path from 'node:path'

const tools = 50

export const policyText = `
version: "1.0"
rules:
${Array.from(
  {length: tools},
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
  const file = path.join(directory, '.tame', 'tame.db')
  return tame.createEngine({
    store: tame.openSqliteStore(file, {durability}),
    notaries: tame.createNotaries({
      directory: path.join(configHome(directory), 'tame', 'ledgers'),
      place: file,
    }),
    policies: {current: async () => supplied, problem: undefined, close: async () => {}},
    now: Date.now,
    newId: tame.createIds(Date.now, random),
    newSalt: () => random.take(32),
    schedule: () => () => {},
    version: '0.0.0',
  })
}

/** Where a tame that is run in this directory finds the key. */
export const configHome = (directory) => path.join(directory, 'config')

/** A call as agents make them. An agent uses five tools in its session. */
const callOf = (at, sessions) => ({
  tool: `tool_${(at * 7) % (sessions === 0 ? tools : 5)}`,
  args: {amount: at % 200, note: 'monthly transfer for the office rent', to: 'account-4711'},
  sessionId: sessions === 0 ? null : `session-${at % sessions}`,
  agentId: 'agent-7',
  userId: 'ada',
})

/** So many calls, of which this many are always under way. */
export async function enforce(subject, {count, inFlight, sessions}) {
  let next = 0
  const caller = async () => {
    while (next < count) await subject.enforce(callOf(next++, sessions))
  }
  await Promise.all(Array.from({length: inFlight}, caller))
}
