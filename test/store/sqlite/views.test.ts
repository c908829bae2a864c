import path from 'node:path'
import {expect, test} from 'vitest'
import {loadDriver} from '../../../src/store/sqlite/driver.js'
import {allOf} from '../../helpers/all-of.js'
import {storedEntry, storedPolicyEntry, storedResult} from '../../helpers/ledger-rows.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'

const directory = storeDirectory()

async function record(): Promise<void> {
  const store = directory.open()
  await store.write((writer) =>
    writer.append({
      entries: [storedPolicyEntry(1, 'p')],
      policies: [{hash: 'p', text: 'rules: []', source: 'x'}],
    }),
  )
  await storeCalls(store, [
    {session: 'a', agent: 'ann', tool: 'read', cost: 0.1, atMs: 100},
    {session: 'a', tool: 'write', decision: 'deny', atMs: 90},
    {session: '', tool: 'read', cost: 0.2, atMs: 110, eventId: 'event'},
    {tool: 'read', atMs: 120},
  ])
  await store.write((writer) =>
    writer.append({
      entries: [storedResult(6, 2, {sessionId: 'a', atMs: 130}), storedEntry(7, {atMs: 140})],
      results: [{callSeq: 2, seq: 6}],
    }),
  )
  await store.close()
}

async function tamper(sql: string): Promise<void> {
  const {DatabaseSync} = await loadDriver()
  const database = new DatabaseSync(path.join(directory.home, 'tame.db'), {readOnly: false, defensive: false})
  database.exec(sql)
  database.close()
}

test('finds nothing where nothing was changed', async () => {
  await record()
  expect(await allOf(directory.open().differingViews())).toEqual([])
})

const differs = (view: string, key: string, kept: string, recounted: string) => ({view, key, kept, recounted})

test.each([
  [
    "UPDATE sessions SET total_calls = 1, estimated_cost = 5 WHERE id = 'a'",
    [
      differs(
        'sessions',
        'a',
        '{"estimated_cost":5,"total_calls":1}',
        '{"estimated_cost":0.1,"total_calls":2}',
      ),
    ],
  ],
  [
    "UPDATE sessions SET estimated_cost = 9e999 WHERE id = 'a'",
    [differs('sessions', 'a', '{"estimated_cost":"Infinity"}', '{"estimated_cost":0.1}')],
  ],
  [
    "UPDATE sessions SET agent_id = 'bob' WHERE id = 'a'",
    [differs('sessions', 'a', '{"agent_id":"bob"}', '{"agent_id":"ann"}')],
  ],
  [
    "UPDATE sessions SET last_call = 2 WHERE id = 'a'",
    [differs('sessions', 'a', '{"last_call":2}', '{"last_call":3}')],
  ],
  [
    "DELETE FROM sessions WHERE id = ''",
    [
      differs(
        'sessions',
        '',
        'nothing',
        '{"agent_id":null,"allowed_calls":1,"approval_calls":0,"denied_calls":0,"estimated_cost":0.2,"last_at":110,"last_call":4,"opened_by":null,"retained_until":null,"started_at":110,"total_calls":1,"user_id":null}',
      ),
    ],
  ],
  [
    "INSERT INTO sessions VALUES ('new', NULL, NULL, 1, 2, 3, 1, 1, 1, 0, 'key', 5, NULL)",
    [
      differs(
        'sessions',
        'new',
        '{"agent_id":null,"allowed_calls":1,"approval_calls":1,"denied_calls":1,"estimated_cost":0,"last_at":2,"last_call":null,"opened_by":"key","retained_until":5,"started_at":1,"total_calls":3,"user_id":null}',
        'nothing',
      ),
    ],
  ],
  [
    "UPDATE session_calls SET count = 9 WHERE tool = 'write'",
    [differs('session_calls', 'a write', '9', '1')],
  ],
  ["DELETE FROM session_calls WHERE tool = 'write'", [differs('session_calls', 'a write', 'nothing', '1')]],
  ["INSERT INTO session_calls VALUES ('a', 'x', 1)", [differs('session_calls', 'a x', '1', 'nothing')]],
  ["INSERT INTO decision_counts VALUES ('deny', 9)", [differs('decision_counts', 'deny', '9', 'nothing')]],
  [
    'UPDATE counted SET up_to = 7',
    [differs('decision_counts', 'allow', 'nothing', '3'), differs('decision_counts', 'deny', 'nothing', '1')],
  ],
  [
    "UPDATE counted SET up_to = 8; INSERT INTO decision_counts VALUES ('allow', 3), ('deny', 1)",
    [differs('counted', 'up_to', '8', '7')],
  ],
  ['DELETE FROM counted', [differs('counted', 'up_to', 'null', '7')]],
  // Whoever reads takes the first row.
  ['INSERT INTO counted VALUES (7)', [differs('counted', 'up_to', '[0,7]', '7')]],
  [
    'UPDATE clock SET back_ms = 0; INSERT INTO clock VALUES (999911)',
    [differs('clock', 'back_ms', '[0,999911]', '999911')],
  ],
  ['UPDATE results SET call_seq = 3', [differs('results', '2', 'nothing', '6')]],
  ['INSERT INTO results VALUES (3, 6)', [differs('results', 'count', '2', '1')]],
  ['DELETE FROM policies', [differs('policies', 'p', 'nothing', '"p"')]],
  ["INSERT INTO policies VALUES ('q', 'rules: []', 'x')", [differs('policies', 'q', '"q"', 'nothing')]],
  ['UPDATE clock SET back_ms = 0', [differs('clock', 'back_ms', '0', '999911')]],
  ["UPDATE entries SET id = 'log-9' WHERE seq = 2", [differs('entries', '2 id', '"log-9"', '"log-2"')]],
  ['UPDATE entries SET id = NULL WHERE seq = 2', [differs('entries', '2 id', 'null', '"log-2"')]],
  [
    "UPDATE entries SET id = '01a1f8db-7ef9-7042-9e58-560000000003' WHERE seq = 2",
    [differs('entries', '2 id', '"01a1f8db-7ef9-7042-9e58-560000000003"', '"log-2"')],
  ],
  ["UPDATE entries SET id = 'log-9' WHERE seq = 7", [differs('entries', '7 id', '"log-9"', 'null')]],
  ['UPDATE entries SET event_id = NULL WHERE seq = 4', [differs('entries', '4 event_id', 'null', '"event"')]],
  [
    'UPDATE entries SET previous_call = NULL WHERE seq = 3',
    [differs('entries', '3 previous_call', 'null', '2')],
  ],
  [
    'UPDATE entries SET previous_call = 2 WHERE seq = 5',
    [differs('entries', '5 previous_call', '2', 'null')],
  ],
  [
    `INSERT INTO entries (seq, at, kind, hash, id, body) VALUES (-1, 1, 'decision', '', 'log-0', '{"decision":"allow","log_id":"log-0"}');
    INSERT INTO decision_counts VALUES ('allow', 1); UPDATE clock SET back_ms = 999911`,
    [differs('entries', '-1', '"decision"', 'nothing')],
  ],
  ["UPDATE entries SET body = 'no JSON' WHERE seq = 6", [differs('results', '-1', 'nothing', '6')]],
])('finds %s', async (sql, differences) => {
  await record()
  await tamper(sql)
  expect(await allOf(directory.open().differingViews())).toEqual(differences)
})

test('counts each decision once, however many are counted together', async () => {
  const store = directory.open()
  const calls = (decision: 'allow' | 'deny') => Array.from({length: 300}, () => ({decision}))
  for (const decision of ['allow', 'deny', 'allow'] as const) await storeCalls(store, calls(decision))
  expect(await store.decisionCounts()).toEqual({allow: 600, deny: 300})
  expect(await allOf(store.differingViews())).toEqual([])
})

test('finds what was made of the counts of many', async () => {
  const store = directory.open()
  const calls = (decision: 'allow' | 'deny', count: number) => Array.from({length: count}, () => ({decision}))
  await storeCalls(store, [...calls('allow', 250), ...calls('deny', 50)])
  await storeCalls(store, [...calls('allow', 5)])
  await store.close()
  expect(await allOf(directory.open().differingViews())).toEqual([])
  await tamper("UPDATE decision_counts SET count = 9 WHERE decision = 'deny'")
  expect(await allOf(directory.open().differingViews())).toEqual([
    differs('decision_counts', 'deny', '9', '50'),
  ])
})

test('goes through a session to its end, even where its calls were made to lead in a circle', async () => {
  await record()
  await tamper('UPDATE entries SET previous_call = 3 WHERE seq = 2')
  const store = directory.open()
  for (const order of ['newest first', 'oldest first'] as const)
    expect(await allOf(store.calls({order, sessionId: 'a'}))).toHaveLength(2)
})
