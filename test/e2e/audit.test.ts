import {readdirSync, rmSync, statSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {record, withRecord} from '../helpers/recorded.js'
import {tamper} from '../helpers/tampered.js'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const recorded = async (count: number): Promise<{place: Workplace; ids: string[]}> => {
  const place = withRecord(createWorkplace())
  return {place, ids: await record(place, count)}
}

const json = ({stdout}: Finished): never => JSON.parse(stdout) as never

/** What differs from run to run. */
const steady = (text: string): string =>
  text
    .replaceAll(/tame\/ledger\/[0-9a-f-]{36}/g, 'tame/ledger/ID')
    .replaceAll(/[0-9a-f]{64}/g, 'HASH')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'LOG_ID')

describe('tame audit verify', () => {
  test('finds nothing wrong where nothing is, and makes nothing', async () => {
    const place = withRecord(createWorkplace())
    expect(await place.run(['audit', 'verify'])).toEqual({
      status: 0,
      stdout: '✔ Nothing is recorded yet\n',
      stderr: '',
    })
    expect(readdirSync(place.pathOf('.tame'))).toEqual(['.gitignore'])
    expect(readdirSync(place.home)).toEqual(['project'])
  })

  test('works without a policy', async () => {
    const {place} = await recorded(1)
    rmSync(place.pathOf('policy.yaml'))
    expect((await place.run(['audit', 'verify'])).status).toBe(0)
  })

  test('says what it looked at', async () => {
    const {place} = await recorded(2)
    await place.run(['audit', 'checkpoint'])
    const {status, stdout, stderr} = await place.run(['audit', 'verify'])
    expect({status, stderr, stdout: steady(stdout).replace(/\d+ agree/, 'N agree')}).toEqual({
      status: 0,
      stderr: '',
      stdout: [
        '✔ 6 entries, as they were recorded',
        '  ledger       tame/ledger/ID',
        '  root         HASH',
        '  checkpoints  N agree',
        '',
      ].join('\n'),
    })
  })

  test('says what it found, and exits with 1', async () => {
    const {place} = await recorded(2)
    await place.run(['audit', 'checkpoint'])
    await tamper(place.pathOf('.tame/tame.db'), `UPDATE entries SET content = '{}' WHERE seq = 4`)
    const {status, stdout, stderr} = await place.run(['audit', 'verify'])
    expect({status, stderr, stdout: steady(stdout).replace(/\d+ agree/, 'N agree')}).toEqual({
      status: 1,
      stderr: '',
      stdout: [
        '✖ 6 entries, and not all is as it was recorded',
        '  ledger       tame/ledger/ID',
        '  root         HASH',
        '  checkpoints  N agree',
        '',
        '✖ entry 4: its content is not the one that was recorded',
        '  expected  HASH',
        '  there is  HASH',
        '',
        '1 failure. Leave all as it is, and compare it with a copy from before',
        '',
      ].join('\n'),
    })
  })

  test('compares with a checkpoint that was put by', async () => {
    const {place} = await recorded(2)
    place.write('anchored.txt', (await place.run(['audit', 'checkpoint'])).stdout)
    await record(place, 1)
    const args = ['audit', 'verify', '--checkpoint', 'anchored.txt', '--json']
    expect(json(await place.run(args))).toMatchObject({ok: true, failures: [], remarks: []})
    place.write('anchored.txt', place.read('anchored.txt').replace('\n6\n', '\n5\n'))
    const finished = await place.run(args)
    expect([finished.status, json(finished)]).toEqual([
      1,
      expect.objectContaining({
        ok: false,
        failures: [
          expect.objectContaining({what: 'the checkpoint given was not signed with this ledger’s key'}),
        ],
      }),
    ])
  })

  test.each<[string, string[], string, number]>([
    ['a checkpoint that is not there', ['--checkpoint', 'nope.txt'], 'FILE_MISSING', 2],
    ['an export that is not there', ['nope.jsonl'], 'INPUT_UNREADABLE', 2],
    ['a directory', ['.tame'], 'INPUT_UNREADABLE', 2],
  ])('of %s is asked wrongly', async (_, args, code, status) => {
    const finished = await withRecord(createWorkplace()).run(['audit', 'verify', ...args, '--json'])
    expect([finished.status, json(finished)]).toEqual([status, {error: expect.objectContaining({code})}])
  })
})

describe('tame audit checkpoint', () => {
  test('prints a signed note', async () => {
    const {place} = await recorded(2)
    const {status, stdout, stderr} = await place.run(['audit', 'checkpoint'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^(tame\/ledger\/[0-9a-f-]{36})\n6\n[A-Za-z0-9+/]{43}=\n\n— \1 [A-Za-z0-9+/]{91}=\n$/,
    )
    const {note, ...rest} = json(await place.run(['audit', 'checkpoint', '--json'])) as {note: string}
    expect([note, rest]).toEqual([
      stdout,
      {
        origin: expect.stringMatching(/^tame\/ledger\//),
        size: 6,
        root: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ])
  })

  test('of nothing is none', async () => {
    const {status, stderr} = await withRecord(createWorkplace()).run(['audit', 'checkpoint'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('Nothing is recorded yet in ')])
  })

  test('without the key says where that should be', async () => {
    const {place} = await recorded(1)
    const directory = place.pathOf('~/.config/tame/ledgers')
    for (const file of readdirSync(directory)) rmSync(`${directory}/${file}`)
    await tamper(place.pathOf('.tame/tame.db'), 'DELETE FROM checkpoints')
    const {status, stderr} = await place.run(['audit', 'checkpoint'])
    expect([status, stderr]).toEqual([5, expect.stringContaining(`there is no ${directory}/`)])
  })

  test('signs once for all who sign at once', async () => {
    const {place} = await recorded(2)
    const all = await Promise.all(Array.from({length: 4}, () => place.run(['audit', 'checkpoint'])))
    expect(new Set(all.map(({stdout}) => stdout)).size).toBe(1)
    expect((await place.run(['audit', 'verify'])).status).toBe(0)
  })
})

describe('tame audit export', () => {
  test('verifies by itself, without the ledger', async () => {
    const {place} = await recorded(4)
    const {stdout} = await place.run(['audit', 'export'])
    const elsewhere = createWorkplace()
    elsewhere.write('export.jsonl', stdout)
    const {status, stdout: said} = await elsewhere.run(['audit', 'verify', 'export.jsonl'])
    expect([status, steady(said).split('\n')[0]]).toEqual([0, '✔ 9 entries, as they were recorded'])
    expect((await elsewhere.run(['audit', 'verify', '-'], {input: stdout})).status).toBe(0)
  })

  test('says where nobody knows the key that it was signed with', async () => {
    const {place} = await recorded(1)
    const elsewhere = createWorkplace()
    elsewhere.write('export.jsonl', (await place.run(['audit', 'export'])).stdout)
    elsewhere.write('anchor.txt', (await place.run(['audit', 'checkpoint'])).stdout)
    const verify = ['audit', 'verify', 'export.jsonl', '--json']
    const remarks = [
      {seq: null, what: expect.stringContaining('nothing here vouches for the key that it names')},
    ]
    expect(json(await elsewhere.run(verify))).toMatchObject({ok: true, remarks})
    const anchored = [...verify, '--checkpoint', 'anchor.txt']
    expect(json(await elsewhere.run(anchored))).toMatchObject({ok: true, remarks: []})
    place.write('export.jsonl', (await place.run(['audit', 'export'])).stdout)
    expect(json(await place.run(verify))).toMatchObject({ok: true, remarks: []})
  })

  test('that somebody cut or edited does not', async () => {
    const {place} = await recorded(4)
    const lines = (await place.run(['audit', 'export', '--session-id', 'even'])).stdout.split('\n')
    const wrong = {
      cut: lines.slice(0, -2),
      edited: lines.map((line) => line.replace('/tmp/0', '/etc/0')),
      shortened: lines.toSpliced(2, 1),
    }
    for (const [how, lines] of Object.entries(wrong)) {
      place.write(`${how}.jsonl`, lines.join('\n'))
      expect([how, (await place.run(['audit', 'verify', `${how}.jsonl`])).status]).toEqual([how, 1])
    }
  })

  test('holds but the calls that the flags mean', async () => {
    const {place} = await recorded(4)
    const {stdout} = await place.run(['audit', 'export', '--tool', 'write_file'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, never>)
    expect(lines.map((line) => line['entry']?.['body']?.['tool_name'] ?? Object.keys(line))).toEqual([
      ['checkpoint', 'entries', 'format', 'origin', 'public_key'],
      'write_file',
      ['count', 'lines_hash', 'signed'],
    ])
  })

  test('is one JSON value with --json', async () => {
    const {place} = await recorded(1)
    const {stdout} = await place.run(['audit', 'export'])
    const values = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(json(await place.run(['audit', 'export', '--json']))).toEqual(values)
  })

  test('of nothing is none', async () => {
    const finished = await withRecord(createWorkplace()).run(['audit', 'export', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      1,
      {error: expect.objectContaining({code: 'LEDGER_EMPTY'})},
    ])
  })
})

describe('tame audit proof', () => {
  test('shows that a call is in the ledger', async () => {
    const {place, ids} = await recorded(2)
    const {status, stdout} = await place.run(['audit', 'proof', ids[0] ?? ''])
    expect([status, stdout.split('\n')[0]]).toEqual([
      0,
      '✔ Entry 3 is in the ledger that this checkpoint states',
    ])
    expect(json(await place.run(['audit', 'proof', ids[0] ?? '', '--json']))).toEqual({
      seq: 3,
      entry: expect.stringContaining(ids[0] ?? ''),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      path: expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]),
      checkpoint: {origin: expect.any(String), size: 6, root: expect.any(String), note: expect.any(String)},
    })
  })

  test('of a call that there is not is none', async () => {
    const {place} = await recorded(1)
    const finished = await place.run(['audit', 'proof', 'nope', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      expect.any(Number),
      {error: expect.objectContaining({code: 'LOG_NOT_FOUND'})},
    ])
  })
})

describe('tame audit erase', () => {
  test('takes a call’s content out, and the record shows that', async () => {
    const {place, ids} = await recorded(2)
    const {stdout, status} = await place.run([
      'audit',
      'erase',
      ids[0] ?? '',
      '--reason',
      'a key leaked',
      '--yes',
    ])
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: '✔ What 2 entries held is erased; entry 7 records it\n',
    })
    expect((await place.run(['audit', 'verify'])).status).toBe(0)
    expect(json(await place.run(['logs', 'show', ids[0] ?? '', '--json']))).toMatchObject({
      erased: true,
      tool_args: {},
    })
    expect((await place.run(['audit', 'export'])).stdout).not.toContain('/tmp/0')
  })

  test('takes out a session', async () => {
    const {place} = await recorded(4)
    const args = ['audit', 'erase', '--session-id', 'even', '--reason', 'asked for', '--yes', '--json']
    expect(json(await place.run(args))).toEqual({seq: 10, entries: 4, cleared: true})
    expect((await place.run(['audit', 'verify'])).status).toBe(0)
  })

  test('takes out a note, and no other entry', async () => {
    const {place} = await recorded(1)
    const args = ['audit', 'erase', '--note', '3', '--reason', 'asked for', '--yes', '--json']
    expect(json(await place.run(args))).toMatchObject({
      error: {code: 'NOTE_NOT_FOUND', message: 'Entry 3 is no note'},
    })
  })

  test.each<[string, string[]]>([
    ['without saying what', ['--reason', 'why', '--yes']],
    ['of both a call and a session', ['id', '--session-id', 'even', '--reason', 'why', '--yes']],
    ['of both a call and a note', ['id', '--note', '3', '--reason', 'why', '--yes']],
    ['of the note before the first entry', ['--note', '0', '--reason', 'why', '--yes']],
    ['without a reason', ['id', '--yes']],
    ['where nobody can be asked', ['id', '--reason', 'why']],
    ['for a reason that is none', ['id', '--reason', ' ', '--yes']],
  ])('%s is asked wrongly', async (_, args) => {
    const {place} = await recorded(1)
    expect((await place.run(['audit', 'erase', ...args])).status).toBe(2)
  })

  test.each([
    ['y', 0, 'What 2 entries held is erased'],
    ['', 1, 'Nothing was erased'],
    ['no', 1, 'Nothing was erased'],
  ])('asks first, and takes %j for what it is', async (answer, status, said) => {
    const {place, ids} = await recorded(1)
    const terminal = place.open(['audit', 'erase', ids[0] ?? '', '--reason', 'why'], {columns: 200})
    await terminal.waitFor('for good? [y/N] ')
    terminal.type(`${answer}\r`)
    await terminal.waitFor(said)
    expect(await terminal.finished).toBe(status)
  })

  test('is not begun when it is interrupted', async () => {
    const {place, ids} = await recorded(1)
    const terminal = place.open(['audit', 'erase', ids[0] ?? '', '--reason', 'why'], {columns: 200})
    await terminal.waitFor('[y/N] ')
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
    expect(json(await place.run(['logs', 'show', ids[0] ?? '', '--json']))).toMatchObject({erased: false})
  })
})

test('the key and the checkpoint are readable by their owner alone', async () => {
  const {place} = await recorded(1)
  await place.run(['audit', 'checkpoint'])
  const directory = place.pathOf('~/.config/tame/ledgers')
  const files = readdirSync(directory).filter((file) => !file.endsWith('.lock'))
  expect(files).toHaveLength(3)
  expect(files.map((file) => statSync(`${directory}/${file}`).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  expect(statSync(directory).mode & 0o777).toBe(0o700)
})
