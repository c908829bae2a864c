import {readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {allOf} from '../helpers/all-of.js'
import {createEnginePlace} from '../helpers/engine-place.js'

const policy = `
version: "1.0"
rules:
  - name: looks
    tools: [looks]
    condition: tool_args.headers.token.startswith("zq") or metadata.pin == 4
    action: allow
  - name: walks
    tools: [walks]
    condition: any(tool_args[k] == "x" for k in tool_args)
    action: allow
  - name: fails
    tools: [fails]
    condition: tool_args.password > 5
    action: deny
  - name: changes
    tools: [changes]
    action: sanitize
    sanitize: [{arg: headers.token, with: mask}, {arg: pin, replace: "[0-9]", by: "#"}]
  - name: asks
    action: approve
redact: [pin, "card.*"]
`

const secret = 'zq9-Geheim\u00e9"\\x'

/** What the secret looks like wherever it may turn up. */
const spellings = [
  secret,
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  encodeURIComponent(secret),
].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])

function expectNone(where: string, bytes: Buffer): void {
  for (const spelling of spellings) expect([where, bytes.includes(spelling)]).toEqual([where, false])
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, {recursive: true, encoding: 'utf8'})
    .map((file) => path.join(directory, file))
    .filter((file) => statSync(file).isFile())

test('nothing that is to be hidden is in any file, nor in anything that tame says of the call afterwards', async () => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const args = {
    headers: {token: secret, list: [{password: secret}]},
    pin: secret,
    card: {number: secret},
    password: secret,
  }
  const told: unknown[] = []
  for (const tool of ['looks', 'walks', 'fails', 'changes', 'other']) {
    const call = {
      tool,
      args,
      metadata: {pin: secret, deep: [{api_key: secret}]},
      sessionId: 's',
      agentId: 'a',
    }
    const {args: toRunWith, ...decision} = await tame.enforce(call, {eventId: tool})
    const {args: again, ...repeated} = await tame.enforce(call, {eventId: tool})
    expect(again).toEqual(toRunWith)
    const tried = await tame.test(call)
    await tame.report(decision.logId ?? '', {
      status: 'error',
      result: {
        secret,
        rows: [{cookie: secret}, `ran with ${secret}`],
        [`key ${secret}`]: JSON.stringify({secret}),
      },
      error: `login with "${secret}" failed`,
    })
    told.push(decision, repeated, tried, await tame.explain(call).then(({explanation}) => explanation))
    told.push(await tame.logs.get(decision.logId ?? ''), await tame.logs.explain(decision.logId ?? ''))
  }
  const refused = [
    {...args, bad: Number.NaN},
    {[secret]: secret, bad: 1n},
  ].map((bad) =>
    tame.enforce({tool: 't', args: bad}).catch((error: Error) => [error.message, JSON.stringify(error)]),
  )
  told.push(await Promise.all(refused.slice(0, 1)))
  told.push(await tame.status(), await allOf(tame.audit.export()))
  for await (const event of tame.events({after: 0})) if (told.push(event) && event.seq >= 12) break
  await tame.audit.checkpoint()
  for (const file of filesIn(place.directory)) expectNone(file, readFileSync(file))
  await tame.close()
  for (const file of filesIn(place.directory)) expectNone(file, readFileSync(file))
  expectNone('what it said', Buffer.from(JSON.stringify(told)))
})

test('what came of a call is told without its secrets alone', async () => {
  const tame = createEnginePlace(policy).open()
  const {logId} = await tame.enforce({tool: 'other', args: {pin: 4711, password: 'ab', user: 'bob'}})
  const result = {rows: 4, near: 4711, text: 'bob has ab, not abc, at 4711', cookie: 'x'}
  await tame.report(logId ?? '', {status: 'error', result, error: null})
  expect((await tame.logs.get(logId ?? '')).outcome).toMatchObject({
    error: null,
    result: {
      rows: 4,
      near: '[redacted]',
      text: 'bob has [redacted], not abc, at [redacted]',
      cookie: '[redacted]',
    },
  })
})
