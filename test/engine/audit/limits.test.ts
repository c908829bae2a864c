import {beforeEach, expect, test} from 'vitest'
import type {Tame} from '../../../src/model/tame.js'
import {createEnginePlace, type EnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const hourMs = 3_600_000

const policy = (window: string): string => `version: "1"
default: allow
rules:
  - {name: often, tools: [send], action: deny, limit: {count: 3, per: session, window: ${window}}}
  - {name: much, tools: ["*"], action: deny, limit: {count: 100, per: tool, window: 2h}}
`

let place: EnginePlace
let tame: Tame

beforeEach(() => {
  place = createEnginePlace(policy('1h'))
  tame = place.open()
})

async function send(count: number, sessionId = 's'): Promise<void> {
  for (let n = 0; n < count; n++) await tame.enforce({tool: 'send', args: {}, sessionId})
}

const failures = async () => (await tame.audit.verify()).failures

const forgotten = (key: string, expected: string, actual: string) => ({
  seq: null,
  what: `the view limit_hits says something else of ${key} than the entries`,
  expected,
  actual,
})

test('finds nothing where limits count what they counted', async () => {
  await send(5)
  await send(2, 't')
  place.clock.nowMs -= hourMs / 2
  await send(1, 't')
  place.clock.nowMs += 2 * hourMs
  await send(2)
  place.writePolicy(policy('3h'))
  await tame.close()
  tame = place.open()
  await send(2)
  expect(await failures()).toEqual([])
})

test('finds calls that a limit has forgotten', async () => {
  await send(3)
  await tamper(place.databaseFile, "DELETE FROM limit_hits WHERE key LIKE '%often%' AND ordinal = 3")
  expect(await failures()).toEqual([forgotten('["often","session","s"]', '3', '2')])
})

test('finds that all is forgotten', async () => {
  await send(2)
  await tamper(place.databaseFile, 'DELETE FROM limit_hits')
  expect(await failures()).toEqual([
    forgotten('["often","session","s"]', '2', '0'),
    forgotten('["much","tool","send"]', '2', '0'),
  ])
})

test('does not ask for what is out of every window', async () => {
  await send(3)
  await tamper(place.databaseFile, 'DELETE FROM limit_hits')
  place.clock.nowMs += 3 * hourMs
  await send(1)
  expect(await failures()).toEqual([])
})

test.each([
  '{"counts_toward":5}',
  '{"counts_toward":["often"]}',
  '{"counts_toward":["often"],"tool_name":7}',
  '{',
])('looks past a decision that somebody made to say %s', async (body) => {
  await send(1)
  await tamper(place.databaseFile, "UPDATE entries SET body = ? WHERE kind = 'decision'", body)
  const {failures} = await tame.audit.verify()
  expect(failures[0]).toMatchObject({
    seq: 3,
    what: expect.stringContaining('not the entry that was recorded'),
  })
})

test('reads a policy again only when one of its limits counted a call', async () => {
  const read: string[] = []
  const store = place.openStore()
  const telling = new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (key === 'policy') read.push(key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const limited = (version: number): string => `version: "${version}"
default: allow
rules:
  - {name: often, tools: [send], action: deny, limit: {count: 3, per: session, window: 1h}}
`
  for (let version = 2; version < 8; version++) {
    await tame.close()
    place.writePolicy(limited(version))
    tame = place.open({store: version === 7 ? telling : place.openStore()})
    await tame.enforce({tool: version === 5 ? 'send' : 'read', args: {}, sessionId: 's'})
  }
  read.length = 0
  expect([await failures(), read]).toEqual([[], ['policy']])
})
