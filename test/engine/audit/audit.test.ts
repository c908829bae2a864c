import {randomUUID} from 'node:crypto'
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import {isCheckpointSigned, parseCheckpoint} from '../../../src/ledger/checkpoint/checkpoint.js'
import {ExportVerification} from '../../../src/ledger/export/export-verification.js'
import {leafHash} from '../../../src/ledger/hash.js'
import {rootOfInclusion} from '../../../src/ledger/merkle/inclusion.js'
import type {Verification} from '../../../src/model/audit.js'
import type {LogQuery} from '../../../src/model/log-filter.js'
import type {Tame} from '../../../src/model/tame.js'
import {allOf} from '../../helpers/all-of.js'
import {createEnginePlace, type EnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const policy = `version: "1"
rules:
  - {name: reading, tools: [read_file], action: allow}
  - {name: sends, tools: [send], action: approve}
`

let place: EnginePlace
let tame: Tame

beforeEach(() => {
  place = createEnginePlace(policy)
  tame = place.open()
})

const fileIn = (ending: string): string => {
  const [file = ''] = readdirSync(place.keyDirectory).filter((each) => each.endsWith(ending))
  return path.join(place.keyDirectory, file)
}

/** Calls with results in the sessions `even` and `odd`; gives their log ids. */
async function record(count: number): Promise<string[]> {
  const calls = Array.from({length: count}, (_, n) => ({
    tool: n % 4 === 3 ? 'write_file' : 'read_file',
    args: {path: `/tmp/${n}`, note: 'né'},
    sessionId: n % 2 === 0 ? 'even' : 'odd',
  }))
  const decisions = await Promise.all(calls.map((call) => tame.enforce(call)))
  const ids = decisions.map(({logId}) => logId ?? '')
  for (const [n, id] of ids.slice(0, 20).entries())
    if (n % 4 !== 3) await tame.report(id, {status: 'success', result: {n}})
  return ids
}

describe('verify', () => {
  test('finds a ledger whole that nobody touched', async () => {
    await record(5)
    const checkpoint = await tame.audit.checkpoint()
    await record(3)
    expect(await tame.audit.verify()).toEqual({
      ok: true,
      origin: checkpoint.origin,
      entries: (await tame.status()).store.entries,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      // The one in the database and the one outside.
      checkpoints: 2,
      failures: [],
      // What was recorded since.
      remarks: [{seq: null, what: expect.stringContaining('no checkpoint covers the last 6 entries yet')}],
    })
  })

  test('finds nothing wrong where nothing is', async () => {
    expect(await tame.audit.verify()).toMatchObject({ok: true, origin: null, entries: 0, checkpoints: 0})
  })

  test('says how far it is', async () => {
    await record(3000)
    const told: [number, number][] = []
    await tame.audit.verify({onProgress: (done, total) => told.push([done, total])})
    expect(told).toEqual([[2048, 3017]])
  })

  test('holds while others write and erase', async () => {
    const [id = ''] = await record(2500)
    const written: Promise<unknown>[] = []
    const verification = await tame.audit.verify({
      onProgress: () => {
        written.push(record(100), tame.audit.erase({logId: id}, 'asked to'), tame.audit.checkpoint())
      },
    })
    await Promise.all(written)
    expect(written).not.toEqual([])
    expect(verification).toMatchObject({ok: true, failures: []})
    expect(await tame.audit.verify()).toMatchObject({ok: true, failures: []})
  })

  test('compares with a checkpoint that was put by', async () => {
    await record(3)
    const {note, size} = await tame.audit.checkpoint()
    await record(3)
    expect(await tame.audit.verify({checkpoint: note})).toMatchObject({ok: true, checkpoints: 3})
    const other = note.replace(/\n(\S{43}=)\n/, `\n${'A'.repeat(43)}=\n`)
    expect((await tame.audit.verify({checkpoint: other})).failures).toEqual([
      expect.objectContaining({what: 'the checkpoint given was not signed with this ledger’s key'}),
    ])
    expect((await tame.audit.verify({checkpoint: 'hello'})).failures).toEqual([
      expect.objectContaining({what: 'the checkpoint given is none', actual: 'hello'}),
    ])
    expect(size).toBeGreaterThan(3)
  })

  test('reads a ledger whose key is elsewhere, and says so', async () => {
    await record(3)
    await tame.audit.checkpoint()
    rmSync(place.keyDirectory, {recursive: true})
    expect(await tame.audit.verify()).toMatchObject({
      ok: true,
      checkpoints: 1,
      remarks: [{seq: null, what: expect.stringContaining('the key of the ledger is not on this machine')}],
    })
  })
})

describe('checkpoint', () => {
  test('signs what there is, and keeps that outside', async () => {
    await record(3)
    const checkpoint = await tame.audit.checkpoint()
    const {entries, root} = await tame.audit.verify()
    expect(checkpoint).toEqual({...parseCheckpoint(checkpoint.note), size: entries, root})
    expect(readFileSync(fileIn('.checkpoint'), 'utf8')).toBe(checkpoint.note)
  })

  test('is not signed over an entry that was changed since the last one', async () => {
    await record(3)
    await tame.audit.checkpoint()
    await record(3)
    const {entries: seq} = (await tame.status()).store
    await tamper(place.databaseFile, 'UPDATE entries SET at = at + 1 WHERE seq = ?', seq - 1)
    await expect(tame.audit.checkpoint()).rejects.toMatchObject({
      code: 'LEDGER_BROKEN',
      message: `The ledger is not as it was recorded: entry ${seq - 1} is not the one that was recorded after entry ${seq - 2}`,
    })
  })

  test('is the same until more is recorded', async () => {
    await record(3)
    const first = await tame.audit.checkpoint()
    expect(await tame.audit.checkpoint()).toEqual(first)
    await record(1)
    expect((await tame.audit.checkpoint()).size).toBeGreaterThan(first.size)
    expect(await tame.audit.verify()).toMatchObject({ok: true, checkpoints: 3})
  })

  test('is one for those who sign at once', async () => {
    await record(3)
    const notes = await Promise.all(Array.from({length: 4}, async () => (await tame.audit.checkpoint()).note))
    expect(new Set(notes).size).toBe(1)
  })

  test('keeps outside what a killed process had only signed', async () => {
    await record(3)
    const {note} = await tame.audit.checkpoint()
    rmSync(fileIn('.checkpoint'))
    await tame.audit.checkpoint()
    expect(readFileSync(fileIn('.checkpoint'), 'utf8')).toBe(note)
  })

  test('of nothing is none', async () => {
    await expect(tame.audit.checkpoint()).rejects.toMatchObject({code: 'LEDGER_EMPTY'})
  })

  test('needs the key', async () => {
    await record(3)
    rmSync(fileIn('.key'))
    await expect(place.open().audit.checkpoint()).rejects.toMatchObject({
      code: 'LEDGER_KEY_MISSING',
      exitCode: 5,
    })
  })

  test('does not sign what was put back, and so leaves what shows it', async () => {
    await record(3)
    const {size} = await tame.audit.checkpoint()
    await record(3)
    const {note} = await tame.audit.checkpoint()
    await tamper(
      place.databaseFile,
      `DELETE FROM entries WHERE seq > ${size}; DELETE FROM results WHERE seq > ${size}; DELETE FROM checkpoints WHERE size > ${size}`,
    )
    await record(9)
    await expect(tame.audit.checkpoint()).rejects.toMatchObject({code: 'LEDGER_ROLLED_BACK', exitCode: 5})
    expect(readFileSync(fileIn('.checkpoint'), 'utf8')).toBe(note)
    expect(await tame.audit.verify()).toMatchObject({
      ok: false,
      failures: expect.arrayContaining([
        expect.objectContaining({
          what: `the first ${parseCheckpoint(note).size} entries are not those that the checkpoint kept outside states`,
        }),
      ]),
    })
  })
})

describe('proof', () => {
  test.each([1, 300, 700])('shows that call %i of many is in the ledger', async (n) => {
    const ids = await record(700)
    const {seq, entry, hash, path, checkpoint} = await tame.audit.proof(ids[n - 1] ?? '')
    expect(JSON.parse(entry)).toMatchObject({seq, kind: 'decision', body: {log_id: ids[n - 1]}})
    expect(leafHash(entry)).toBe(hash)
    expect(rootOfInclusion({leaf: seq - 1, size: checkpoint.size, leafHash: hash, path})).toBe(
      checkpoint.root,
    )
    const [first] = await allOf(place.openStore().entries({upTo: 1}))
    expect(isCheckpointSigned(checkpoint, JSON.parse(first?.body ?? '').public_key)).toBe(true)
  })

  test('goes with the last checkpoint, if that covers it', async () => {
    const [id = ''] = await record(3)
    const checkpoint = await tame.audit.checkpoint()
    await record(3)
    expect((await tame.audit.proof(id)).checkpoint).toEqual(checkpoint)
  })

  test('is none where no checkpoint covers the call and none may be signed', async () => {
    const [id = ''] = await record(1)
    await expect(tame.audit.proof(id, {sign: false})).rejects.toMatchObject({code: 'CHECKPOINT_MISSING'})
    expect(await allOf(place.openStore().checkpoints())).toEqual([])
    const {checkpoint} = await tame.audit.proof(id)
    expect((await tame.audit.proof(id, {sign: false})).checkpoint).toEqual(checkpoint)
  })

  test('of a call that was not recorded is none', async () => {
    await record(1)
    await expect(tame.audit.proof('nope')).rejects.toMatchObject({code: 'LOG_NOT_FOUND'})
  })

  test('needs the key where no checkpoint covers the call', async () => {
    const [id = ''] = await record(1)
    rmSync(fileIn('.key'))
    await expect(place.open().audit.proof(id)).rejects.toMatchObject({
      code: 'CHECKPOINT_MISSING',
      exitCode: 5,
    })
  })
})

describe('export', () => {
  const lines = (query?: LogQuery): Promise<string[]> => allOf(tame.audit.export(query))

  function verified(lines: readonly string[]): Verification {
    const verification = new ExportVerification()
    for (const line of lines) verification.add(line)
    return verification.finish()
  }

  const seqsIn = (lines: readonly string[]): number[] =>
    lines.slice(1, -1).map((line) => JSON.parse(line).entry.seq as number)

  test('holds all there is, and verifies by itself', async () => {
    await record(600)
    const exported = await lines()
    const {origin, size, root} = await tame.audit.checkpoint()
    expect(seqsIn(exported)).toEqual(Array.from({length: size}, (_, at) => at + 1))
    expect(verified(exported)).toEqual({
      ok: true,
      origin,
      entries: size,
      root,
      checkpoints: 1,
      failures: [],
      remarks: [],
    })
  })

  test.each<[string, LogQuery, number]>([
    ['a session', {sessionId: 'even'}, 20],
    ['a tool', {tool: 'write_file'}, 5],
    ['the newest', {limit: 2}, 3],
    ['the newest of a tool', {tool: 'read_file', limit: 3}, 6],
    ['none', {limit: 0}, 0],
    ['those with a text', {grep: '/TMP/7'}, 1],
    ['none that there are', {sessionId: 'nope'}, 0],
  ])('holds but the calls of %s with their results', async (_, query, count) => {
    await record(20)
    const exported = await lines(query)
    const seqs = seqsIn(exported)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(verified(exported)).toMatchObject({ok: true, entries: count, failures: [], remarks: []})
  })

  test('holds all steps of the approvals of its calls, and of no others', async () => {
    const call = {tool: 'send', args: {to: 'bob'}, sessionId: 's'}
    for (const sessionId of ['other', 's']) {
      const {approvalId} = await tame.enforce({...call, sessionId})
      await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada'})
      await tame.enforce({...call, sessionId})
    }
    const stepsIn = (exported: readonly string[]): unknown[] =>
      exported.slice(1, -1).map((line) => {
        const {kind, body} = JSON.parse(line).entry
        return kind === 'approval' ? body.step : body.decision
      })
    const run = ['asked', 'answered', 'resolved', 'allow', 'spent']
    const whole = await lines({sessionId: 's'})
    expect(stepsIn(whole)).toEqual(['approve', ...run])
    expect(verified(whole)).toMatchObject({ok: true, entries: 6, failures: [], remarks: []})
    const ran = await lines({sessionId: 's', decision: 'allow'})
    expect(stepsIn(ran)).toEqual(run)
    expect(verified(ran)).toMatchObject({ok: true, entries: 5, failures: [], remarks: []})
    expect(verified(await lines())).toMatchObject({ok: true, failures: [], remarks: []})
  })

  test('holds the steps of the newest calls, up to where it began', async () => {
    const call = {tool: 'send', args: {to: 'bob'}, sessionId: 's'}
    await record(3)
    const {approvalId} = await tame.enforce(call)
    const taken: string[] = []
    for await (const line of tame.audit.export({limit: 1})) {
      if (taken.push(line) === 1)
        await tame.approvals.answer(approvalId ?? '', {effect: 'approve', by: 'ada'})
    }
    expect(verified(taken)).toMatchObject({ok: true, entries: 2, failures: [], remarks: []})
    expect(verified(await lines({limit: 1}))).toMatchObject({ok: true, entries: 4, remarks: []})
  })

  test('has no content that was erased', async () => {
    const [id = ''] = await record(3)
    await tame.audit.erase({logId: id}, 'asked to')
    const exported = await lines()
    expect(exported.join('\n')).not.toContain('/tmp/0')
    expect(verified(exported)).toMatchObject({ok: true, remarks: []})
    expect(verified(await lines({limit: 3}))).toMatchObject({
      ok: true,
      remarks: [{seq: null, what: '2 of its entries have no content: it was erased, or taken out'}],
    })
  })

  test('has no end where something was erased meanwhile: it would not verify', async () => {
    const [id = ''] = await record(600)
    const taken: string[] = []
    const take = async (): Promise<void> => {
      for await (const line of tame.audit.export()) {
        if (taken.push(line) === 1) await tame.audit.erase({logId: id}, 'asked to')
      }
    }
    await expect(take()).rejects.toMatchObject({code: 'EXPORT_OVERTAKEN'})
    expect(verified(taken)).toMatchObject({ok: false})
    expect(verified(await lines())).toMatchObject({ok: true})
  })

  test('without the key is of what was signed, and is not signed itself', async () => {
    await record(3)
    const {size} = await tame.audit.checkpoint()
    await tame.close()
    rmSync(fileIn('.key'))
    tame = place.open()
    expect(verified(await lines())).toMatchObject({
      ok: true,
      entries: size,
      remarks: [{seq: null, what: 'it was written without the ledger’s key: entries may have been left out'}],
    })
  })

  test('of nothing is none', async () => {
    await expect(lines()).rejects.toMatchObject({code: 'LEDGER_EMPTY'})
  })
})

test.each<[string, string]>([
  ['a body that is no JSON', "UPDATE entries SET body = '{' WHERE seq = 3"],
  ['a body that says nothing', "UPDATE entries SET body = '{}' WHERE seq = 3"],
  ['a content that is no JSON', "UPDATE entries SET content = '{' WHERE seq = 3"],
  ['a content that says nothing', "UPDATE entries SET content = '[]' WHERE seq = 3"],
  ['a time beyond all years', 'UPDATE entries SET at = 9007199254740991 WHERE seq = 3'],
  ['a result that is no JSON', "UPDATE entries SET content = '{' WHERE seq = 4"],
])('the log says which entry can’t be read: %s', async (_, sql) => {
  await record(1)
  await tamper(place.databaseFile, sql)
  await expect(allOf(tame.logs.list())).rejects.toMatchObject({
    code: 'LEDGER_BROKEN',
    message: 'The ledger is not as it was recorded: entry 3, or its result 4, can’t be read',
    suggestions: ['tame audit verify'],
  })
})

describe('erase', () => {
  test('takes a call’s content out of the record and the file, and records that', async () => {
    const secret = `secret-${randomUUID()}`
    const {logId} = await tame.enforce({tool: 'read_file', args: {path: secret}})
    await tame.report(logId ?? '', {status: 'success', result: secret})
    const before = (await tame.status()).store.entries
    expect(await tame.audit.erase({logId: logId ?? ''}, 'asked to')).toEqual({
      seq: before + 1,
      entries: 2,
      cleared: true,
    })
    expect(await tame.logs.get(logId ?? '')).toMatchObject({isErased: true, args: {}})
    await tame.audit.checkpoint()
    expect(await tame.audit.verify()).toMatchObject({ok: true, failures: [], remarks: []})
    await tame.close()
    for (const file of readdirSync(path.dirname(place.databaseFile)))
      expect(readFileSync(path.join(path.dirname(place.databaseFile), file)).includes(secret)).toBe(false)
  })

  test('says when others who read keep the files from being cleared', async () => {
    const [id = ''] = await record(1)
    const other = place.openStore()
    const erasure = await other.read(async (reader) => {
      expect(reader.head.seq).toBeGreaterThan(0)
      return tame.audit.erase({logId: id}, 'asked to')
    })
    expect(erasure).toMatchObject({entries: 2, cleared: false})
    await other.close()
  })

  test('takes out all of a session, and nothing of others', async () => {
    await record(20)
    const {seq, entries} = await tame.audit.erase({sessionId: 'even'}, 'asked to')
    expect(entries).toBe(20)
    const [erasure] = await allOf(place.openStore().entries({after: seq - 1}))
    expect(erasure).toMatchObject({kind: 'erasure', sessionId: 'even', content: null})
    expect(JSON.parse(erasure?.body ?? '')).toMatchObject({target: {session_id: 'even'}, reason: 'asked to'})
    const left = await allOf(tame.logs.list())
    expect(left.filter(({isErased}) => isErased).every(({sessionId}) => sessionId === 'even')).toBe(true)
    expect(left.filter(({isErased}) => isErased)).toHaveLength(10)
    expect(await tame.audit.verify()).toMatchObject({ok: true, failures: []})
  })

  test.each<[string, Parameters<Tame['audit']['erase']>, string]>([
    ['a call that there is not', [{logId: 'nope'}, 'why'], 'LOG_NOT_FOUND'],
    ['a session that there is not', [{sessionId: 'nope'}, 'why'], 'NOTHING_TO_ERASE'],
    ['without a reason', [{sessionId: 'even'}, ' '], 'REASON_MISSING'],
  ])('refuses %s', async (_, args, code) => {
    await record(1)
    await expect(tame.audit.erase(...args)).rejects.toMatchObject({code})
    expect(await tame.audit.verify()).toMatchObject({ok: true})
  })

  test('refuses what is erased already', async () => {
    const [id = ''] = await record(1)
    await tame.audit.erase({logId: id}, 'why')
    await expect(tame.audit.erase({logId: id}, 'why')).rejects.toMatchObject({code: 'NOTHING_TO_ERASE'})
  })
})
