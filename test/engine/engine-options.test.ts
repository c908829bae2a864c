import {copyFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import type {TameError} from '../../src/errors.js'
import type {Tame} from '../../src/model/tame.js'
import {createEnginePlace, type EnginePlace} from '../helpers/engine-place.js'

const policyOf = (version: string, action: string): string =>
  `version: "${version}"\nrules: [{name: all, tools: [t], action: ${action}}]\n`

const call = {tool: 't', args: {}}

/** Until it is so: what is waited for is told by what is asked. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate)
}

const untilVersion = (tame: Tame, version: string): Promise<void> =>
  until(async () => (await tame.policy.current()).version === version)

test('a bypass lets a call run, and says so on the record', async () => {
  const tame = createEnginePlace(policyOf('1', 'deny')).open({bypass: true})
  const decision = await tame.enforce(call)
  const {effect, ruling, enforced, reason, logId} = decision
  expect([effect, ruling, enforced, reason]).toEqual([
    'allow',
    'deny',
    false,
    'Bypassed, would be deny: Rule "all" denies it',
  ])
  expect(await tame.logs.get(logId ?? '')).toMatchObject({effect, ruling, enforced, reason})
  expect((await tame.logs.explain(logId ?? '')).again).toBe('same')
  for await (const {kind, body} of tame.events({after: 2})) {
    expect([kind, body['bypassed']]).toEqual(['decision', true])
    break
  }
})

test('a policy that only watches lets a call run, and says so on the record', async () => {
  const tame = createEnginePlace(`mode: shadow\n${policyOf('1', 'deny')}`).open()
  const {effect, ruling, enforced, logId} = await tame.enforce(call)
  expect([effect, ruling, enforced]).toEqual(['allow', 'deny', false])
  expect((await tame.logs.explain(logId ?? '')).again).toBe('same')
})

test('calls belong to who was named when it was opened, unless they say otherwise', async () => {
  const tame = createEnginePlace(policyOf('1', 'allow')).open({
    caller: {sessionId: 's', agentId: 'a', userId: null},
  })
  const [first, second] = await Promise.all([
    tame.enforce(call),
    tame.enforce({...call, sessionId: null, agentId: 'b'}),
  ])
  const records = await Promise.all([first, second].map((each) => tame.logs.get(each?.logId ?? '')))
  expect(records.map(({sessionId, agentId, userId}) => [sessionId, agentId, userId])).toEqual([
    ['s', 'a', null],
    [null, 'b', null],
  ])
})

test('a broken policy leaves the one before in force, and says what is wrong', async () => {
  const problems: TameError[] = []
  const place = createEnginePlace(policyOf('1', 'allow'))
  const tame = place.open({onProblem: (problem) => problems.push(problem)})
  await tame.enforce(call)
  place.writePolicy('version: "2"\nrules: [{name: all, action: dney}]\n')
  await until(async () => problems.length > 0)
  expect(problems[0]?.code).toBe('POLICY_INVALID')
  expect(await tame.policy.current()).toMatchObject({
    version: '1',
    problems: [expect.stringContaining('dney')],
  })
  expect((await tame.enforce(call)).effect).toBe('allow')
  expect(await tame.status()).toMatchObject({isHealthy: false, problems: [{code: 'POLICY_INVALID'}]})
  place.writePolicy(policyOf('3', 'deny'))
  await untilVersion(tame, '3')
  expect((await tame.enforce(call)).effect).toBe('deny')
  expect((await tame.status()).problems).toEqual([])
})

test('follows a policy that is removed, put back, written in place and linked elsewhere', async () => {
  const problems: string[] = []
  const place = createEnginePlace(policyOf('1', 'allow'))
  const tame = place.open({onProblem: ({code}) => problems.push(code)})
  await tame.policy.current()
  rmSync(place.policyFile)
  await until(async () => problems.length > 0)
  expect([problems, (await tame.enforce(call)).policyVersion]).toEqual([['FILE_MISSING'], '1'])
  writeFileSync(place.policyFile, policyOf('2', 'allow'))
  await untilVersion(tame, '2')
  for (const version of ['3', '4']) {
    const target = path.join(place.directory, version)
    writeFileSync(target, policyOf(version, 'allow'))
    rmSync(place.policyFile)
    symlinkSync(target, place.policyFile)
    await untilVersion(tame, version)
  }
  expect((await tame.enforce(call)).policyVersion).toBe('4')
})

test('without a sound policy nothing is allowed, and the first sound one comes in force', async () => {
  const place = createEnginePlace('version: "1"\nrules: nothing\n')
  const tame = place.open()
  await expect(tame.enforce(call)).rejects.toMatchObject({code: 'POLICY_INVALID'})
  await expect(tame.test(call)).rejects.toMatchObject({code: 'POLICY_INVALID'})
  expect(await tame.status()).toMatchObject({isHealthy: false, policy: null, store: {entries: 0}})
  place.writePolicy(policyOf('2', 'allow'))
  expect((await tame.enforce(call)).effect).toBe('allow')
})

test.each<[string, string, (place: EnginePlace, copy: string) => void]>([
  ['whose key is gone', 'LEDGER_KEY_MISSING', ({keyDirectory}) => rmSync(keyDirectory, {recursive: true})],
  [
    'that was put back',
    'LEDGER_ROLLED_BACK',
    ({databaseFile}, copy) => {
      for (const end of ['-wal', '-shm']) rmSync(`${databaseFile}${end}`, {force: true})
      copyFileSync(copy, databaseFile)
    },
  ],
])('a ledger %s is not called healthy', async (_, code, change) => {
  const place = createEnginePlace(policyOf('1', 'allow'))
  const copy = path.join(place.directory, 'copy.db')
  for (const after of [() => copyFileSync(place.databaseFile, copy), () => change(place, copy)]) {
    const tame = place.open()
    await tame.enforce(call)
    await tame.audit.checkpoint()
    await tame.close()
    after()
  }
  expect(await place.open().status()).toMatchObject({isHealthy: false, problems: [{code}]})
})

test('signs soon after the first entry, then each minute, and when it is closed', async () => {
  const place = createEnginePlace(policyOf('1', 'allow'))
  const scheduled: {afterMs: number; work: () => void}[] = []
  const schedule = (afterMs: number, work: () => void): (() => void) => {
    scheduled.push({afterMs, work})
    return () => scheduled.pop()
  }
  const sizes = async (): Promise<number[]> => {
    const store = place.openStore()
    const found: number[] = []
    for await (const {size} of store.checkpoints()) found.push(size)
    await store.close()
    return found
  }
  const tame = place.open({schedule})
  await tame.enforce(call)
  await tame.enforce(call)
  scheduled.shift()?.work()
  await until(async () => (await sizes()).length === 1)
  await tame.enforce(call)
  expect(scheduled.map(({afterMs}) => afterMs)).toEqual([60_000])
  await tame.close()
  expect([await sizes(), scheduled]).toEqual([[4, 5], []])
  const reader = place.open({schedule})
  await reader.status()
  await reader.close()
  expect(await sizes()).toEqual([4, 5])
})
