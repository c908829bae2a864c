import {cpSync, readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import type {Verification} from '../../src/model/audit.js'
import {record, withRecord} from '../helpers/recorded.js'
import {tamper} from '../helpers/tampered.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

let place: Workplace
let ids: string[]

beforeEach(async () => {
  place = withRecord(createWorkplace())
  ids = await record(place, 4)
  await place.run(['audit', 'checkpoint'])
  ids.push(...(await record(place, 2)))
})

const database = (): string => place.pathOf('.tame/tame.db')

const sql = (text: string): Promise<void> => tamper(database(), text)

const keyFile = (ending: string): string => {
  const directory = place.pathOf('~/.config/tame/ledgers')
  return path.join(directory, readdirSync(directory).find((file) => file.endsWith(ending)) ?? '')
}

async function verified(): Promise<Verification & {status: number | null}> {
  const {status, stdout} = await place.run(['audit', 'verify', '--json'])
  return {...(JSON.parse(stdout) as Verification), status}
}

const found = ({failures}: Verification): string[] => failures.map(({seq, what}) => `${seq ?? '-'} ${what}`)

const notRecorded =
  'it is not the entry that was recorded here: it says something else, or comes after another one'

test('what nobody touched is whole', async () => {
  expect(await verified()).toMatchObject({status: 0, ok: true, entries: 13, failures: [], remarks: []})
})

// 1 the ledger, 2 the policy, 3 a call and 4 its result, 5 and 6, 7 and 8, 9 a call that was denied, 10 and 11, 12 and 13.
describe('tame audit verify finds', () => {
  test.each<[string, string, string[]]>([
    [
      'an edited decision',
      `UPDATE entries SET body = replace(body, '"decision":"deny"', '"decision":"allow"') WHERE seq = 9`,
      [`9 ${notRecorded}`],
    ],
    [
      'a first entry that can’t be read',
      `UPDATE entries SET body = '{' WHERE seq = 1`,
      [`1 ${notRecorded}`, '1 its body is no map'],
    ],
    [
      'a decision that can’t be read',
      `UPDATE entries SET body = '{' WHERE seq = 3`,
      [`3 ${notRecorded}`, '3 its body is no map'],
    ],
    [
      'a result that says nothing',
      `UPDATE entries SET body = '{}' WHERE seq = 4`,
      [`4 ${notRecorded}`, '4 it has a content that it does not name'],
    ],
    ['an edited time', 'UPDATE entries SET at = at - 60000 WHERE seq = 5', [`5 ${notRecorded}`]],
    ['an edited session', `UPDATE entries SET session_id = 'odd' WHERE seq = 3`, [`3 ${notRecorded}`]],
    [
      'a deleted entry',
      'DELETE FROM entries WHERE seq = 6',
      ['7 entries before it are missing', `7 ${notRecorded}`],
    ],
    [
      'a deleted entry where the rest moved up',
      'DELETE FROM entries WHERE seq = 6; UPDATE entries SET seq = seq - 1 WHERE seq > 6',
      [`6 ${notRecorded}`, `7 ${notRecorded}`],
    ],
    [
      'an inserted entry',
      `UPDATE entries SET seq = -seq WHERE seq > 5; UPDATE entries SET seq = 1 - seq WHERE seq < 0;
      CREATE TEMP TABLE forged AS SELECT * FROM entries WHERE seq = 5;
      UPDATE forged SET seq = 6, id = 'forged';
      INSERT INTO entries SELECT * FROM forged`,
      [`6 ${notRecorded}`, '6 it is found by an id that it does not name'],
    ],
    [
      'an entry before the first',
      `CREATE TEMP TABLE forged AS SELECT * FROM entries WHERE seq = 5;
      UPDATE forged SET seq = -1, id = 'forged';
      INSERT INTO entries SELECT * FROM forged`,
      ['- the view sessions'],
    ],
    [
      'entries that changed places',
      'UPDATE entries SET seq = 99 WHERE seq = 10; UPDATE entries SET seq = 10 WHERE seq = 12; UPDATE entries SET seq = 12 WHERE seq = 99',
      [`10 ${notRecorded}`, `11 ${notRecorded}`, `12 ${notRecorded}`],
    ],
    [
      'a cut tail',
      'DELETE FROM entries WHERE seq > 6',
      ['- the ledger was cut: a checkpoint in it states more entries'],
    ],
    [
      'a cut tail whose checkpoints were cut too',
      'DELETE FROM entries WHERE seq > 6; DELETE FROM checkpoints WHERE size > 6',
      [
        '- an older copy of the ledger lies here, or one that was cut: the checkpoint kept outside states more entries',
      ],
    ],
    [
      'another key',
      `UPDATE entries SET body = replace(body, '"public_key":"', '"public_key":"A') WHERE seq = 1`,
      [`1 ${notRecorded}`, '1 it names another key than the one that this machine made for it'],
    ],
    [
      'a changed policy text',
      `UPDATE policies SET text = replace(text, 'read_file', 'write_file')`,
      ['2 the text of the policy is not the one that was in force'],
    ],
    [
      'a policy text that is gone',
      'DELETE FROM policies',
      ['2 the text of the policy that was put in force is gone'],
    ],
    [
      'a content that is gone',
      'UPDATE entries SET content = NULL, salt = NULL WHERE seq = 3',
      ['3 its content is gone, and no erasure names it'],
    ],
    [
      'edited arguments',
      `UPDATE entries SET content = replace(content, '/tmp/0', '/etc/0') WHERE seq = 3`,
      ['3 its content is not the one that was recorded'],
    ],
    [
      'the result of another call',
      `UPDATE entries SET content = (SELECT content FROM entries WHERE seq = 4), salt = (SELECT salt FROM entries WHERE seq = 4) WHERE seq = 6`,
      ['6 its content is not the one that was recorded'],
    ],
    [
      'a result that was moved to another call',
      'UPDATE results SET call_seq = 9 WHERE seq = 4',
      ['- the view results'],
    ],
    [
      'the counts of a session',
      `UPDATE sessions SET denied_calls = 0 WHERE id = 'odd'`,
      ['- the view sessions'],
    ],
    ['a session that is gone', `DELETE FROM sessions WHERE id = 'odd'`, ['- the view sessions']],
    [
      'a checkpoint that is written over',
      `UPDATE checkpoints SET note = 'x', frontier = '{'`,
      [' entries is none'],
    ],
    ['a frontier of other things', `UPDATE checkpoints SET frontier = '[1]'`, ['does not go on as it ends']],
    [
      'a frontier that would spoil the next checkpoint',
      `UPDATE checkpoints SET frontier = replace(frontier, 'a', 'b')`,
      ['does not go on as it ends'],
    ],
  ])('%s', async (_, change, whats) => {
    await sql(change)
    const verification = await verified()
    expect(verification).toMatchObject({status: 1, ok: false})
    for (const what of whats) expect(found(verification)).toContainEqual(expect.stringContaining(what))
  })

  test('an older copy put in place, and that it was gone on with', async () => {
    cpSync(place.pathOf('.tame'), place.pathOf('older'), {recursive: true})
    await record(place, 1)
    await place.run(['audit', 'checkpoint'])
    rmSync(place.pathOf('.tame'), {recursive: true})
    cpSync(place.pathOf('older'), place.pathOf('.tame'), {recursive: true})
    const older =
      '- an older copy of the ledger lies here, or one that was cut: the checkpoint kept outside states more entries'
    expect(found(await verified())).toContain(older)
    const {stdout} = await place.run(['audit', 'checkpoint', '--json'])
    expect(JSON.parse(stdout).error.code).toBe('LEDGER_ROLLED_BACK')
  })

  test('a database that is gone', async () => {
    rmSync(place.pathOf('.tame/tame.db'))
    for (const ending of ['-wal', '-shm']) rmSync(`${database()}${ending}`, {force: true})
    expect(found(await verified())).toContain('- the ledger is gone')
  })

  test('a database that is gone, and was begun anew', async () => {
    const origin = (await verified()).origin
    rmSync(place.pathOf('.tame'), {recursive: true})
    withRecord(place)
    await record(place, 1)
    expect((await verified()).remarks).toEqual([
      {seq: null, what: `another ledger was here before, and is gone: ${origin}`},
    ])
  })

  test('the ledger of another machine in its place', async () => {
    const other = withRecord(createWorkplace())
    await record(other, 3)
    rmSync(place.pathOf('.tame'), {recursive: true})
    cpSync(other.pathOf('.tame'), place.pathOf('.tame'), {recursive: true})
    expect(found(await verified())).toContain('1 another ledger lies where this machine made one')
  })

  test('a replaced key file', async () => {
    const other = withRecord(createWorkplace())
    await record(other, 1)
    const theirs = other.pathOf('~/.config/tame/ledgers')
    const [key = ''] = readdirSync(theirs).filter((file) => file.endsWith('.key'))
    cpSync(path.join(theirs, key), keyFile('.key'))
    expect(found(await verified())).toContain(
      '1 it names another key than the one that this machine made for it',
    )
  })
})
