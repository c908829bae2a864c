import {expect, test} from 'vitest'
import type {Asker} from '../../src/model/tame.js'
import {allOf} from '../helpers/all-of.js'
import {createEnginePlace} from '../helpers/engine-place.js'

const policy = `
version: "1.0"
rules:
  - {name: mask, tools: [send], action: sanitize, sanitize: [{arg: token, with: mask}]}
  - {name: all, action: allow}
`
const call = {tool: 'read', args: {}, sessionId: 's'}
const agent = (keyId: string | null): Asker => ({keyId, anySession: false})

test('a session takes calls only of the key that opened it, and of who may use any', async () => {
  const tame = createEnginePlace(policy).open()
  await tame.enforce(call, {asker: agent('a')})
  for (const asker of [agent('b'), agent(null)])
    await expect(tame.enforce(call, {asker})).rejects.toMatchObject({code: 'SESSION_NOT_YOURS'})
  await tame.enforce(call, {asker: {keyId: 'admin', anySession: true}})
  await tame.enforce(call)
  await tame.enforce(call, {asker: agent('a')})
  expect(await tame.sessions.get('s')).toMatchObject({openedBy: 'a', totalCalls: 4})
  expect((await allOf(tame.logs.list())).map(({keyId}) => keyId)).toEqual(['a', 'admin', null, 'a'])
  expect(await tame.audit.verify()).toMatchObject({ok: true})
})

test('of calls that open a session together, the first one does', async () => {
  const tame = createEnginePlace(policy).open()
  const asked = await Promise.allSettled(
    ['a', 'b', 'a'].map((keyId) => tame.enforce(call, {asker: agent(keyId)})),
  )
  expect(asked.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('logs and sessions are found by the key that asked', async () => {
  const tame = createEnginePlace(policy).open()
  await tame.enforce(call, {asker: agent('a')})
  await tame.enforce({...call, sessionId: 't'}, {asker: agent(null)})
  const found = async (keyId: string | null) => [
    (await allOf(tame.logs.list({keyId}))).map(({sessionId}) => sessionId),
    (await tame.sessions.list({openedBy: keyId})).sessions.map(({id}) => id),
  ]
  expect(await found('a')).toEqual([['s'], ['s']])
  expect(await found(null)).toEqual([['t'], ['t']])
  expect(await found('b')).toEqual([[], []])
})

test('the first answer to an event is given again to its own key alone', async () => {
  const tame = createEnginePlace(policy).open()
  const one = {...call, sessionId: null}
  const first = await tame.enforce(one, {eventId: 'e', asker: agent('a')})
  expect(await tame.enforce(one, {eventId: 'e', asker: agent('a')})).toMatchObject({logId: first.logId})
  await expect(tame.enforce(one, {eventId: 'e', asker: agent('b')})).rejects.toMatchObject({
    code: 'EVENT_ID_REUSED',
  })
  const together = await Promise.allSettled(
    ['a', 'b'].map((keyId) => tame.enforce(one, {eventId: 'f', asker: agent(keyId)})),
  )
  expect(together.map(({status}) => status)).toEqual(['fulfilled', 'rejected'])
})

test('denies what would have to be changed, to one who would run it as it is', async () => {
  const tame = createEnginePlace(policy).open()
  const send = {tool: 'send', args: {token: 'a', to: 'b'}, sessionId: 's'}
  const denied = await tame.enforce(send, {takesChangedArgs: false})
  expect(denied).toMatchObject({
    effect: 'deny',
    ruling: 'sanitize',
    enforced: true,
    args: send.args,
    reason:
      'Its arguments would have to be changed, which this client can’t do: Rule "mask" allows it with changed arguments',
  })
  expect(await tame.sessions.get('s')).toMatchObject({allowedCalls: 0, deniedCalls: 1})
  expect(await tame.logs.explain(denied.logId ?? '')).toMatchObject({again: 'same', why: null})
})
