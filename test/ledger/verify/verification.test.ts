import {describe, expect, test} from 'vitest'
import {emptyRoot} from '../../../src/ledger/hash.js'
import {canonicalJson} from '../../../src/model/canonical-json.js'
import {
  createLedger,
  createSigner,
  type Ledger,
  origin,
  outsideOf,
  reseal,
  resign,
  salt,
  verified,
} from './ledger.js'

const entryOf = (ledger: Ledger, seq: number): Ledger['entries'][number] => {
  const found = ledger.entries.find((entry) => entry.seq === seq)
  if (found === undefined) throw new Error(`There is no entry ${seq}`)
  return found
}

const change = (ledger: Ledger, seq: number, changes: Partial<Ledger['entries'][number]>): object =>
  Object.assign(entryOf(ledger, seq), changes)

function renumber(ledger: Ledger): void {
  for (const [at, entry] of ledger.entries.entries()) entry.seq = at + 1
}

const changeBody = (entry: Ledger['entries'][number], change: Record<string, unknown>): void => {
  entry.body = canonicalJson({...(JSON.parse(entry.body) as object), ...change})
}

/** All that is found, in few words. */
function foundIn(change: (ledger: Ledger) => void): string[] {
  const ledger = createLedger()
  const outside = outsideOf(ledger)
  change(ledger)
  const {ok, failures} = verified(ledger, outside)
  expect(ok).toBe(failures.length === 0)
  return failures.map(({seq, what}) => `${seq ?? '-'} ${what}`)
}

const notRecorded = (seq: number): string =>
  `${seq} it is not the entry that was recorded here: it says something else, or comes after another one`

const kept = 'the checkpoint kept outside'
const notStated = (name: string, size: number): string =>
  `- the first ${size} entries are not those that ${name} states`
const older = `- an older copy of the ledger lies here, or one that was cut: ${kept} states more entries`
const cut = '- the ledger was cut: a checkpoint in it states more entries'

const uncovered = (what: string) => ({
  seq: null,
  what: `no checkpoint covers ${what} yet: whoever can write to the database could have changed them, or cut off more`,
})

test('a ledger that nobody touched is whole', () => {
  const ledger = createLedger()
  expect(verified(ledger, outsideOf(ledger))).toEqual({
    ok: true,
    origin,
    entries: 10,
    root: expect.stringMatching(/^[0-9a-f]{64}$/),
    checkpoints: 3,
    failures: [],
    remarks: [uncovered('the last entry')],
  })
})

test('nothing is whole, where nothing was kept of it', () => {
  expect(verified({...createLedger(), entries: [], checkpoints: [], policies: []}, {witnesses: []})).toEqual({
    ok: true,
    origin: null,
    entries: 0,
    root: emptyRoot,
    checkpoints: 0,
    failures: [],
    remarks: [],
  })
})

test('what is found says what was expected, and what is there', () => {
  const ledger = createLedger()
  const outside = outsideOf(ledger)
  const recorded = entryOf(ledger, 6).hash
  changeBody(entryOf(ledger, 6), {decision: 'deny'})
  expect(verified(ledger, outside).failures).toEqual([
    {
      seq: 6,
      what: 'it is not the entry that was recorded here: it says something else, or comes after another one',
      expected: recorded,
      actual: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ])
})

describe('finds', () => {
  test.each<[string, (ledger: Ledger) => void, string[]]>([
    ['an edited entry', (ledger) => changeBody(entryOf(ledger, 6), {tool_name: 'x'}), [notRecorded(6)]],
    ['an edited time', (ledger) => entryOf(ledger, 6).atMs--, [notRecorded(6)]],
    ['a time beyond all years', (ledger) => change(ledger, 6, {atMs: 1e300}), [notRecorded(6)]],
    ['an edited session', (ledger) => change(ledger, 6, {sessionId: 'other'}), [notRecorded(6)]],
    ['an edited kind', (ledger) => change(ledger, 8, {kind: 'sign'}), [notRecorded(8)]],
    [
      'an edited body that is no JSON',
      (ledger) => change(ledger, 8, {body: '{'}),
      [notRecorded(8), '8 its body is no map'],
    ],
    [
      'an edited hash',
      (ledger) => change(ledger, 6, {hash: emptyRoot}),
      [notRecorded(6), notRecorded(7), notStated(kept, 9), notStated('the checkpoint of 9 entries', 9)],
    ],
    ['an edited hash that is none', (ledger) => change(ledger, 10, {hash: 'x'}), [notRecorded(10)]],
    [
      'an entry edited and sealed again, with all after it',
      (ledger) => {
        changeBody(entryOf(ledger, 7), {tool_name: 'x'})
        reseal(ledger)
      },
      [notStated(kept, 9), notStated('the checkpoint of 9 entries', 9)],
    ],
    [
      'an entry edited, sealed and signed again with another key',
      (ledger) => {
        changeBody(entryOf(ledger, 7), {tool_name: 'x'})
        reseal(ledger)
        resign(ledger, createSigner())
      },
      [
        '- the checkpoint of 5 entries was not signed with this ledger’s key',
        notStated(kept, 9),
        '- the checkpoint of 9 entries was not signed with this ledger’s key',
      ],
    ],
    [
      'another key in all places',
      (ledger) => {
        const signer = createSigner()
        changeBody(entryOf(ledger, 1), {public_key: signer.publicKey})
        reseal(ledger)
        resign(ledger, signer)
      },
      [
        '1 it names another key than the one that this machine made for it',
        `- ${kept} was not signed with this ledger’s key`,
      ],
    ],
    [
      'another ledger in its place',
      (ledger) => {
        changeBody(entryOf(ledger, 1), {origin: origin.replace('0192', '0193')})
        reseal(ledger)
        ledger.checkpoints = []
      },
      ['1 another ledger lies where this machine made one', `- ${kept} is of another ledger`],
    ],
    [
      'a deleted entry',
      (ledger) => ledger.entries.splice(6, 1),
      [
        '8 entries before it are missing',
        notRecorded(8),
        notStated(kept, 9),
        notStated('the checkpoint of 9 entries', 9),
      ],
    ],
    [
      'a deleted entry, the rest renumbered',
      (ledger) => {
        ledger.entries.splice(6, 1)
        renumber(ledger)
      },
      [
        notRecorded(7),
        notRecorded(8),
        notRecorded(9),
        notStated(kept, 9),
        notStated('the checkpoint of 9 entries', 9),
      ],
    ],
    [
      'a deleted first entry',
      (ledger) => ledger.entries.shift(),
      expect.arrayContaining([
        '2 entries before it are missing',
        '2 the ledger does not begin with the entry that names it',
      ]),
    ],
    [
      'an inserted entry',
      (ledger) => {
        ledger.entries.splice(6, 0, {...entryOf(ledger, 6), id: 'log-x'})
        renumber(ledger)
      },
      expect.arrayContaining([
        notRecorded(7),
        '7 it is found by an id that it does not name',
        notStated(kept, 9),
      ]),
    ],
    [
      'two entries that changed places',
      (ledger) => {
        ledger.entries.splice(5, 2, entryOf(ledger, 7), entryOf(ledger, 6))
        renumber(ledger)
      },
      [
        notRecorded(6),
        notRecorded(7),
        notRecorded(8),
        notStated(kept, 9),
        notStated('the checkpoint of 9 entries', 9),
      ],
    ],
    [
      'a cut tail',
      (ledger) => ledger.entries.splice(8),
      ['4 its content is gone, and no erasure names it', cut, older],
    ],
    [
      'a shorter copy put in place',
      (ledger) => {
        ledger.entries.splice(8)
        ledger.checkpoints.pop()
        Object.assign(entryOf(ledger, 4), {salt, content: '{"args":{"n":4},"reason":"because"}'})
      },
      [older],
    ],
    [
      'a ledger that is gone',
      (ledger) => {
        ledger.entries = []
        ledger.checkpoints = []
        ledger.policies = []
      },
      ['- the ledger is gone', older],
    ],
    [
      'a changed checkpoint',
      (ledger) => {
        for (const checkpoint of ledger.checkpoints)
          checkpoint.note = checkpoint.note.replace('\n5\n', '\n4\n')
      },
      ['- the checkpoint of 5 entries is kept as another'],
    ],
    [
      'a checkpoint that is none',
      (ledger) => ledger.checkpoints.splice(0, 1, {size: 5, note: 'x', frontier: []}),
      ['- the checkpoint of 5 entries is none'],
    ],
    [
      'a checkpoint that the next one would go wrong from',
      (ledger) => {
        for (const checkpoint of ledger.checkpoints.slice(0, 1)) checkpoint.frontier = [emptyRoot, emptyRoot]
      },
      ['- the checkpoint of 5 entries does not go on as it ends'],
    ],
    [
      'a changed content',
      (ledger) => change(ledger, 3, {content: '{"args":{"n":5}}'}),
      ['3 its content is not the one that was recorded'],
    ],
    [
      'a changed salt',
      (ledger) => change(ledger, 3, {salt: '00'.repeat(16)}),
      ['3 its content is not the one that was recorded'],
    ],
    [
      'a salt that is none',
      (ledger) => change(ledger, 3, {salt: `${salt.slice(2)}zz`}),
      ['3 its content is not the one that was recorded'],
    ],
    [
      'a content that is gone',
      (ledger) => change(ledger, 3, {salt: null, content: null}),
      ['3 its content is gone, and no erasure names it'],
    ],
    [
      'a content that is gone but for its salt',
      (ledger) => change(ledger, 3, {content: null}),
      ['3 its content is not the one that was recorded'],
    ],
    [
      'a content where there was none',
      (ledger) => change(ledger, 8, {salt, content: '{}'}),
      ['8 it has a content that it does not name'],
    ],
    [
      'a content that was erased and is there',
      (ledger) => change(ledger, 4, {salt, content: '{"args":{"n":4},"reason":"because"}'}),
      ['9 it says that entry 4 was erased'],
    ],
    [
      'an id that leads to another call',
      (ledger) => {
        entryOf(ledger, 3).id = 'log-6'
        entryOf(ledger, 6).id = 'log-3'
      },
      ['3 it is found by an id that it does not name', '6 it is found by an id that it does not name'],
    ],
    [
      'an event that is another call’s',
      (ledger) => change(ledger, 3, {eventId: 'e'}),
      ['3 it is found by an id that it does not name'],
    ],
    [
      'a changed policy text',
      (ledger) => ledger.policies.push({hash: ledger.policies.pop()?.hash ?? '', text: 'version: "2"'}),
      ['2 the text of the policy is not the one that was in force'],
    ],
    [
      'a policy text that is gone',
      (ledger) => ledger.policies.splice(0),
      ['2 the text of the policy that was put in force is gone'],
    ],
  ])('%s', (_, change, found) => {
    expect(foundIn(change)).toEqual(found)
  })

  test('a view that says other than the entries', () => {
    const ledger = createLedger()
    expect(foundIn(() => {})).toEqual([])
    const {failures} = verified(ledger, outsideOf(ledger), [
      {view: 'sessions', key: 's', kept: '{"total_calls":3}', recounted: '{"total_calls":4}'},
    ])
    expect(failures).toEqual([
      {
        seq: null,
        what: 'the view sessions says something else of s than the entries',
        expected: '{"total_calls":4}',
        actual: '{"total_calls":3}',
      },
    ])
  })

  test('the first of very many, and what is wrong with the whole', () => {
    const ledger = createLedger()
    const outside = outsideOf(ledger)
    const [last] = ledger.entries.splice(9)
    for (let seq = 10; seq < 1000; seq++) if (last) ledger.entries.push({...last, seq, hash: 'x'})
    ledger.entries[0] = {...entryOf(ledger, 1), hash: emptyRoot}
    const {failures} = verified(ledger, outside)
    expect(failures.filter(({seq}) => seq !== null)).toHaveLength(20)
    expect(failures.filter(({seq}) => seq === null)).toHaveLength(3)
  })
})

describe('remarks', () => {
  test('that a clock went back', () => {
    const ledger = createLedger()
    const outside = {...outsideOf(ledger), witnesses: []}
    entryOf(ledger, 4).atMs -= 1000
    entryOf(ledger, 6).atMs -= 2000
    reseal(ledger)
    expect(verified({...ledger, checkpoints: []}, outside)).toMatchObject({
      ok: true,
      remarks: [{seq: 4, what: 'the clock went back 2 times, here first'}, uncovered('the last 10 entries')],
    })
  })

  test('that what was kept beside the key is gone', () => {
    const ledger = createLedger()
    const outside = {...outsideOf(ledger), witnesses: [], lacksKept: true}
    const uncoveredLast = uncovered('the last entry')
    const gone = {seq: null, what: 'the checkpoint that was kept beside the key is gone'}
    expect(verified(ledger, outside)).toMatchObject({ok: true, remarks: [gone, uncoveredLast]})
    expect(verified({...ledger, checkpoints: []}, outside)).toMatchObject({
      ok: true,
      remarks: [uncovered('the last 10 entries')],
    })
  })

  test('that the key is elsewhere', () => {
    const ledger = createLedger()
    expect(verified(ledger, {witnesses: []})).toMatchObject({
      ok: true,
      checkpoints: 2,
      remarks: [
        {
          seq: null,
          what: 'the key of the ledger is not on this machine: signatures are held to the key that the ledger names',
        },
        uncovered('the last entry'),
      ],
    })
  })
})
