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
}

async function notesOf(tame: Tame): Promise<LedgerEvent[]> {
  const notes: LedgerEvent[] = []
  for await (const event of tame.events({after: 0, kinds: ['note']})) {
    notes.push(event)
    if (notes.length === 2) return notes
  }
  return notes
}
