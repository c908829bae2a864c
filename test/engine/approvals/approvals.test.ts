import {expect, test} from 'vitest'
import {createEnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const policy = `
version: "1"
rules:
  - {name: sends, tools: [send], action: approve, approval: {timeout: 5m}}
  - {name: waits, tools: [wait], action: approve, approval: {timeout: 5m, on_timeout: allow}}
`

const call = {tool: 'send', args: {to: 'bob', pin: 1}, sessionId: 's', agentId: 'a'}

/** Timers that a test lets go off. */
function createTimers() {
  const timers = new Map<() => void, number>()
  const schedule = (afterMs: number, work: () => void): (() => void) => {
    timers.set(work, afterMs)
    return () => void timers.delete(work)
  }
  const goOff = (): void => {
    const all = [...timers.keys()]
    timers.clear()
    for (const work of all) work()
  }
  return {schedule, goOff, waits: () => [...timers.values()]}
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate)
}

test('is put on record as expired when its time comes, though nobody writes', async () => {
  const place = createEnginePlace(policy)
  const {schedule, goOff, waits} = createTimers()
  const tame = place.open({schedule})
  await tame.enforce(call)
  expect(waits()).toContain(300_000)
  const {store} = await tame.status()
  place.clock.nowMs += 300_000
  goOff()
  for await (const {body} of tame.events({after: store.entries, kinds: ['approval']})) {
    expect(body['step']).toBe('expired')
    break
  }
})

test('ends a wait by the clock', async () => {
  const place = createEnginePlace(policy)
  const {schedule, goOff, waits} = createTimers()
  const tame = place.open({schedule})
  const {approvalId} = await tame.enforce({...call, tool: 'wait'})
  const waiting = tame.approvals.wait(approvalId ?? '')
  await until(async () => waits().filter((afterMs) => afterMs === 300_000).length === 2)
  place.clock.nowMs += 300_000
  goOff()
  expect((await waiting).resolvedBy).toBe('timeout')
})

test('ends a wait with what closes tame', async () => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const {approvalId} = await tame.enforce(call)
  const waiting = tame.approvals.wait(approvalId ?? '').catch((error) => error.code)
  await until(async () => (await tame.status()).pendingApprovals === 1)
  await tame.close()
  expect(await waiting).toBe('CLOSED')
})

test('keeps the process while somebody waits, and no longer', async () => {
  const place = createEnginePlace(policy)
  let held = 0
  const hold = (): (() => void) => {
    held++
    return () => void held--
  }
  const tame = place.open({hold})
  const {approvalId = ''} = await tame.enforce(call)
  const waiting = tame.approvals.wait(approvalId ?? '')
  expect(held).toBe(1)
  await tame.approvals.answer(approvalId ?? '', {effect: 'deny', by: 'ada'})
  await waiting
  expect(held).toBe(0)
})

test('is not answered with the key that asked', async () => {
  const tame = createEnginePlace(policy).open()
  const {approvalId} = await tame.enforce(call, {asker: {keyId: 'k', anySession: false}})
  const answer = (keyId: string) =>
    tame.approvals
      .answer(approvalId ?? '', {effect: 'approve', by: 'ada', keyId})
      .catch((error) => error.code)
  expect(await answer('k')).toBe('APPROVAL_NOT_YOURS')
  expect(await answer('l')).toMatchObject({status: 'approved'})
})

test('is answered by a person while the policy is broken, but not with other arguments', async () => {
  const place = createEnginePlace(policy)
  const first = place.open()
  const [one, other] = [await first.enforce(call), await first.enforce({...call, args: {}})]
  place.writePolicy('rules: [')
  const {approvals} = place.open()
  const edits = {effect: 'approve', by: 'ada', args: {}} as const
  expect(await approvals.answer(one.approvalId ?? '', edits).catch((error) => error.code)).toBe(
    'POLICY_INVALID',
  )
  expect((await approvals.answer(one.approvalId ?? '', {effect: 'deny', by: 'ada'})).status).toBe('denied')
  expect((await approvals.answer(other.approvalId ?? '', {effect: 'approve', by: 'ada'})).status).toBe(
    'approved',
  )
})

test('is not run by another key', async () => {
  const tame = createEnginePlace(policy).open()
  const made = {...call, sessionId: null}
  const {approvalId} = await tame.enforce(made, {asker: {keyId: 'k', anySession: false}})
  await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada'})
  expect((await tame.enforce(made, {asker: {keyId: 'l', anySession: false}})).effect).toBe('approve')
  expect((await tame.enforce(made, {asker: {keyId: 'k', anySession: false}})).effect).toBe('allow')
})

test('does not run other arguments where the caller takes none', async () => {
  const tame = createEnginePlace(policy).open()
  const {approvalId} = await tame.enforce(call)
  await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada', args: {to: 'cyd'}})
  const {effect, reason} = await tame.enforce(call, {takesChangedArgs: false})
  expect([effect, reason]).toEqual([
    'deny',
    'It was approved with other arguments, which this client can’t take',
  ])
})

test('is asked about nothing that is bypassed or only watched', async () => {
  const bypassed = createEnginePlace(policy).open({bypass: true})
  expect((await bypassed.enforce(call)).approvalId).toBeNull()
  const watched = createEnginePlace(`mode: shadow\n${policy}`).open()
  expect((await watched.enforce(call)).approvalId).toBeNull()
  expect([(await bypassed.audit.verify()).ok, (await watched.audit.verify()).ok]).toEqual([true, true])
})

test('is run when the clock approved it, however many others it decided at the same time', async () => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const calls = Array.from({length: 300}, (_, at) => ({...call, tool: 'wait', args: {at}}))
  const asked = await Promise.all(calls.map((each) => tame.enforce(each)))
  place.clock.nowMs += 300_000
  const run = await tame.enforce(calls[299] ?? call)
  expect([run.effect, run.approvalId]).toEqual(['allow', asked[299]?.approvalId])
  expect((await tame.audit.verify()).failures).toEqual([])
})

test('is good for one run when the clock approves it, whatever was said before', async () => {
  const place = createEnginePlace(policy.replace('on_timeout: allow', 'on_timeout: allow, quorum: 2'))
  const tame = place.open()
  const {approvalId} = await tame.enforce({...call, tool: 'wait'})
  await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada', scope: 'session'})
  place.clock.nowMs += 300_000
  const runs = [await tame.enforce({...call, tool: 'wait'}), await tame.enforce({...call, tool: 'wait'})]
  expect(runs.map(({effect}) => effect)).toEqual(['allow', 'approve'])
  expect((await tame.approvals.get(approvalId ?? '')).scope).toBe('once')
})

test('is gone with a call that is erased: what was asked is taken back, what was approved is not run', async () => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const pending = await tame.enforce(call)
  const other = {...call, args: {to: 'cyd'}}
  const approved = await tame.enforce(other)
  const given = {effect: 'approve', by: 'ada', comment: 'about bob', args: {to: 'dan'}} as const
  await tame.approvals.answer(approved.approvalId ?? '', given)
  expect(await tame.audit.erase({sessionId: 's'}, 'asked for')).toMatchObject({entries: 3})
  expect(await tame.approvals.get(pending.approvalId ?? '')).toMatchObject({
    status: 'cancelled',
    resolvedBy: 'erasure',
    args: {},
    isErased: true,
  })
  expect(await tame.approvals.get(approved.approvalId ?? '')).toMatchObject({
    status: 'approved',
    comment: null,
    editedArgs: null,
  })
  expect((await tame.enforce(other)).effect).toBe('approve')
  expect((await tame.audit.verify()).failures).toEqual([])
})

test('keeps what was said of it when a call that it let run is erased', async () => {
  const tame = createEnginePlace(policy).open()
  const {approvalId} = await tame.enforce(call)
  await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada', comment: 'He may'})
  const {logId} = await tame.enforce(call)
  expect(await tame.audit.erase({logId: logId ?? ''}, 'asked for')).toMatchObject({entries: 1})
  expect((await tame.approvals.get(approvalId ?? '')).comment).toBe('He may')
})

test.each([
  "UPDATE approvals SET state = 'x'",
  "UPDATE approvals SET state = '{}'",
  "DELETE FROM entries WHERE kind = 'decision'",
  "UPDATE entries SET body = 'x' WHERE kind = 'policy'",
])('lets nothing run by what somebody made of the record, and names that: %s', async (sql) => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const {approvalId} = await tame.enforce(call)
  await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada'})
  await tame.close()
  await tamper(place.databaseFile, sql)
  await expect(place.open().enforce(call)).rejects.toMatchObject({
    code: 'STORE_CORRUPT',
    message: `The database ${place.databaseFile} has a text in it that tame never wrote: somebody has changed it`,
    exitCode: 5,
  })
})

test.each([
  [
    'what it is bound to',
    'UPDATE approvals SET seal = (SELECT seal FROM approvals LIMIT 1 OFFSET 1) WHERE call_seq = (SELECT min(call_seq) FROM approvals)',
  ],
  ['its status', "UPDATE approvals SET status = 'approved'"],
  ['its state', `UPDATE approvals SET state = replace(state, '"quorum":1', '"quorum":0')`],
  ['its time', 'UPDATE approvals SET due_at = due_at + 1'],
  ['it altogether', 'DELETE FROM approvals'],
])('is found by an audit when somebody changes %s', async (_, sql) => {
  const place = createEnginePlace(policy)
  const tame = place.open()
  await tame.enforce(call)
  await tame.enforce({...call, args: {}})
  await tame.close()
  await tamper(place.databaseFile, sql)
  const {ok, failures} = await place.open().audit.verify()
  expect([ok, failures.every(({what}) => what.startsWith('the view approvals says'))]).toEqual([false, true])
})
