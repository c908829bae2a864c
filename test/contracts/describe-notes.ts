import {expect, test} from 'vitest'
import type {LedgerEvent} from '../../src/model/ledger-event.js'
import type {Tame} from '../../src/model/tame.js'

interface NotingPlace {
  open(): Tame
  readonly clock: {readonly nowMs: number}
  readonly keyId?: string
}

/** What is no call and yet on record. */
export function describeNotes(openPlace: (policy: string) => NotingPlace | Promise<NotingPlace>): void {
  const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\nredact: [pin]\n'

  test('puts on record what is no call, without what is secret in it', async () => {
    const place = await openPlace(policy)
    const tame = place.open()
    const details = {who: 'ada', pin: 1234, list: [1, {token: 'x'}], ['__proto__']: {a: 1}}
    const by = 'contract'
    expect(await tame.audit.note({type: 'export', details, by, sessionId: 's'})).toEqual({
      seq: 2,
      atMs: place.clock.nowMs,
    })
    await tame.audit.note({type: 'login', details: {}, by})
    expect(await notesOf(tame)).toMatchObject([
      {
        seq: 2,
        sessionId: 's',
        body: {type: 'export', by, key_id: place.keyId ?? null},
        content: {details: {who: 'ada', pin: '[redacted]', list: [1, {token: '[redacted]'}]}},
      },
      {seq: 3, sessionId: null, body: {type: 'login'}, content: {details: {}}},
    ])
    expect(await tame.audit.verify()).toMatchObject({ok: true, entries: 3, failures: []})
  })

  test('refuses to put on record what says nothing', async () => {
    const tame = (await openPlace(policy)).open()
    await expect(tame.audit.note({type: '', details: {}, by: 'contract'})).rejects.toMatchObject({
      code: 'INVALID_CALL',
    })
    expect((await tame.status()).store.entries).toBe(0)
  })

  test('erases what a note says, and what those of a session say with its calls', async () => {
    const tame = (await openPlace(policy)).open()
    const by = 'contract'
    const {seq} = await tame.audit.note({type: 'one', details: {who: 'ada'}, by})
    await tame.audit.note({type: 'two', details: {who: 'bob'}, by, sessionId: 's'})
    expect(await tame.audit.erase({noteSeq: seq}, 'asked to')).toMatchObject({seq: 4, entries: 1})
    expect(await notesOf(tame)).toMatchObject([
      {body: {type: 'one'}, content: null},
      {body: {type: 'two'}, content: {details: {who: 'bob'}}},
    ])
    await tame.enforce({tool: 't', args: {}, sessionId: 's'})
    expect(await tame.audit.erase({sessionId: 's'}, 'asked to')).toMatchObject({entries: 2})
    expect(await notesOf(tame)).toMatchObject([{content: null}, {content: null}])
    expect(await tame.audit.verify()).toMatchObject({ok: true, failures: []})
  })

  test('refuses to erase a note that is none, or says nothing any more', async () => {
    const tame = (await openPlace(policy)).open()
    const {seq} = await tame.audit.note({type: 'one', details: {}, by: 'contract'})
    const codeOf = (noteSeq: number): Promise<unknown> =>
      tame.audit.erase({noteSeq}, 'asked to').catch((error: {code: unknown}) => error.code)
    expect(await codeOf(1)).toBe('NOTE_NOT_FOUND')
    expect(await codeOf(99)).toBe('NOTE_NOT_FOUND')
    await tame.audit.erase({noteSeq: seq}, 'asked to')
    expect(await codeOf(seq)).toBe('NOTHING_TO_ERASE')
  })
}

async function notesOf(tame: Tame): Promise<LedgerEvent[]> {
  const notes: LedgerEvent[] = []
  for await (const event of tame.events({after: 0, kinds: ['note']})) {
    notes.push(event)
    if (notes.length === 2) return notes
  }
  return notes
}
