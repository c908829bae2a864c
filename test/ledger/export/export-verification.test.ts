import {describe, expect, test} from 'vitest'
import {signCheckpoint} from '../../../src/ledger/checkpoint/checkpoint.js'
import {entryText} from '../../../src/ledger/entry.js'
import {
  type ExportEnd,
  endLine,
  entryLine,
  exportFormat,
  headerLine,
  signEnd,
} from '../../../src/ledger/export/export-lines.js'
import {ExportVerification} from '../../../src/ledger/export/export-verification.js'
import {LinesHash} from '../../../src/ledger/export/lines-hash.js'
import {emptyRoot, noHash} from '../../../src/ledger/hash.js'
import {Levels} from '../../../src/ledger/merkle/levels.js'
import {canonicalJson} from '../../../src/model/canonical-json.js'
import {createLedger, createSigner, origin, reseal, salt} from '../verify/ledger.js'

const signer = createSigner()
const ledger = createLedger(signer)
const tree = new Levels(ledger.entries.map(({hash}) => hash))
const {note: checkpoint} = signCheckpoint(signer, {origin, size: 10, root: tree.root})

const lineOf = (seq: number, of = ledger, inTree = tree): string => {
  const [entry, before] = [of.entries[seq - 1], of.entries[seq - 2]]
  if (entry === undefined) throw new Error(`There is no entry ${seq}`)
  const {salt, content} = entry
  return entryLine({
    text: entryText({...entry, prev: before?.hash ?? noHash}),
    salt,
    content,
    path: inTree.path(seq - 1),
  })
}

function exported(entries: 'all' | 'selected', seqs: readonly number[], signs = signer): string[] {
  const header = headerLine({format: exportFormat, origin, public_key: signer.publicKey, checkpoint, entries})
  return closed([header, ...seqs.map((seq) => lineOf(seq))], signs)
}

/** With an end that fits, signed if there is a key. */
function closed(lines: readonly string[], signs: typeof signer | null = signer): string[] {
  const hash = new LinesHash()
  for (const line of lines) hash.add(line)
  const told = {count: lines.length - 1, lines_hash: hash.digest()}
  const signed = signs === null ? null : signEnd(signs, {...told, origin})
  return [...lines, endLine({...told, signed})]
}

const allSeqs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const whole = exported('all', allSeqs)
const selected = exported('selected', [3, 5, 7])

function verified(lines: readonly string[], anchor?: string) {
  const verification = new ExportVerification(anchor)
  for (const line of lines) verification.add(line)
  return verification.finish()
}

const foundIn = (lines: readonly string[], anchor?: string): string[] => {
  const {ok, failures} = verified(lines, anchor)
  expect(ok).toBe(failures.length === 0)
  return failures.map(({seq, what}) => `${seq ?? '-'} ${what}`)
}

const otherLines = '- its lines are not those that were written'
const otherCount = '- its end counts other entries'
const notIn = (seq: number): string => `${seq} it is not in the ledger that the checkpoint states`

describe('an export', () => {
  test('of a whole ledger verifies by itself', () => {
    expect(verified(whole)).toEqual({
      ok: true,
      origin,
      entries: 10,
      root: tree.root,
      checkpoints: 1,
      failures: [],
      remarks: [],
    })
  })

  test('of some entries does too', () => {
    expect(verified(selected)).toMatchObject({ok: true, entries: 3, remarks: []})
    expect(verified(exported('selected', []))).toMatchObject({ok: true, entries: 0})
  })

  test('says of what was erased that it is not there', () => {
    expect(verified(exported('selected', [4])).remarks).toEqual([
      {seq: null, what: '1 of its entries have no content: it was erased, or taken out'},
    ])
  })

  test('that nobody signed may lack entries', () => {
    expect(verified(closed(selected.slice(0, -1), null))).toMatchObject({
      ok: true,
      remarks: [{seq: null, what: 'it was written without the ledger’s key: entries may have been left out'}],
    })
  })

  test.each([
    ['all', allSeqs],
    ['selected', [10]],
  ] as const)('of %s entries shows what ran without an approval, whoever signed that', (entries, seqs) => {
    const dishonest = createLedger(signer)
    const run = dishonest.entries.at(-1)
    if (run === undefined) throw new Error('There are ten')
    run.body = run.body.replace('"ruling":"allow"', '"ruling":"approve"')
    reseal(dishonest)
    const tree = new Levels(dishonest.entries.map(({hash}) => hash))
    const {note: checkpoint} = signCheckpoint(signer, {origin, size: 10, root: tree.root})
    const header = headerLine({
      format: exportFormat,
      origin,
      public_key: signer.publicKey,
      checkpoint,
      entries,
    })
    expect(foundIn(closed([header, ...seqs.map((seq) => lineOf(seq, dishonest, tree))]))).toEqual([
      '10 it runs what a rule asks about without an approval',
    ])
  })

  test.each([5, 9, 10])('is compared with a checkpoint of %i entries that was put by', (size) => {
    const root = new Levels(ledger.entries.slice(0, size).map(({hash}) => hash)).root
    expect(verified(whole, signCheckpoint(signer, {origin, size, root}).note)).toMatchObject({
      ok: true,
      checkpoints: 2,
    })
    const {note} = signCheckpoint(signer, {origin, size, root: emptyRoot})
    expect(foundIn(whole, note)).toEqual(['- the entries are not those that the checkpoint given states'])
  })
})

describe('found in an export is', () => {
  const edited = (line: number, from: string, to: string): string[] =>
    whole.with(line, whole[line]?.replace(from, to) ?? '')

  test.each<[string, string[], string[]]>([
    [
      'an edited entry',
      edited(6, 'read_file', 'read_fila'),
      [notIn(6), '7 it was not recorded after the entry before it', otherLines],
    ],
    [
      'an edited content',
      edited(6, '"n":6', '"n":5'),
      ['6 its content is not the one that was recorded', otherLines],
    ],
    [
      'a content taken out',
      whole.with(6, canonicalJson({...JSON.parse(whole[6] ?? ''), content: null, salt: null})),
      ['6 its content is gone, and no erasure names it', otherLines],
    ],
    [
      'an edited salt',
      edited(6, salt, '00'.repeat(16)),
      ['6 its content is not the one that was recorded', otherLines],
    ],
    [
      'an edited proof',
      whole.with(6, canonicalJson({...JSON.parse(whole[6] ?? ''), proof: [emptyRoot]})),
      [notIn(6), otherLines],
    ],
    [
      'a proof of no hashes',
      whole.with(6, canonicalJson({...JSON.parse(whole[6] ?? ''), proof: ['x']})),
      [
        '7 entries before it are missing',
        '- line 7 is neither an entry nor the end',
        otherCount,
        otherLines,
        '- it calls itself whole, and lacks entries',
      ],
    ],
    [
      'a line with a key twice',
      edited(6, '"proof":', '"proof":[],"proof":'),
      [
        '7 entries before it are missing',
        '- line 7 is neither an entry nor the end',
        otherCount,
        otherLines,
        '- it calls itself whole, and lacks entries',
      ],
    ],
    [
      'a line with spaces',
      edited(6, '"proof":', '"proof": '),
      [
        '7 entries before it are missing',
        '- line 7 is neither an entry nor the end',
        otherCount,
        otherLines,
        '- it calls itself whole, and lacks entries',
      ],
    ],
    [
      'a missing line',
      whole.toSpliced(6, 1),
      [
        '7 entries before it are missing',
        otherCount,
        otherLines,
        '- it calls itself whole, and lacks entries',
      ],
    ],
    [
      'a missing last entry',
      whole.toSpliced(10, 1),
      [otherCount, otherLines, '- it calls itself whole, and lacks entries'],
    ],
    [
      'a line that stands there twice',
      whole.toSpliced(6, 0, whole[6] ?? ''),
      ['6 it comes after entry 6', otherCount, otherLines],
    ],
    [
      'two lines that changed places',
      whole.toSpliced(6, 2, whole[7] ?? '', whole[6] ?? ''),
      expect.arrayContaining(['7 entries before it are missing', '6 it comes after entry 7', otherLines]),
    ],
    ['a cut end', whole.slice(0, -1), ['- it was cut: its last line is not the end']],
    ['a line after the end', [...whole, whole[6] ?? ''], ['- line 13 comes after the end']],
    ['an empty line', whole.toSpliced(6, 0, ''), ['- line 7 is neither an entry nor the end', otherLines]],
    [
      'nothing',
      [],
      ['- its first line is not that of an export', '- it was cut: its last line is not the end'],
    ],
    [
      'an end and nothing else',
      whole.slice(-1),
      expect.arrayContaining(['- its first line is not that of an export']),
    ],
    ['another file', ['{"a":1}', 'b'], expect.arrayContaining(['- its first line is not that of an export'])],
    [
      'a missing line of a selection, where the end was made to fit',
      closed(selected.toSpliced(2, 1).slice(0, -1), createSigner()),
      ['- its end was not signed with the key that it names'],
    ],
    [
      'a selection that calls itself whole',
      closed(selected.slice(0, -1).with(0, whole[0] ?? '')),
      expect.arrayContaining([
        '3 entries before it are missing',
        '- it calls itself whole, and lacks entries',
      ]),
    ],
    [
      'a whole one that calls itself a selection, without an entry',
      (() => {
        const lines = whole.toSpliced(6, 1).with(0, selected[0] ?? '')
        const end = JSON.parse(lines.at(-1) ?? '') as ExportEnd
        return lines.with(-1, endLine({...end, count: 9}))
      })(),
      expect.arrayContaining([otherLines, '- its end was not signed with the key that it names']),
    ],
    [
      'a checkpoint that another key signed',
      (() => {
        const header = JSON.parse(whole[0] ?? '') as Record<string, unknown>
        const {note} = signCheckpoint(createSigner(), {origin, size: 10, root: tree.root})
        return closed([canonicalJson({...header, checkpoint: note}), ...whole.slice(1, -1)])
      })(),
      expect.arrayContaining(['- its checkpoint was not signed with the key that it names']),
    ],
    [
      'another key in all places',
      (() => {
        const thief = createSigner()
        const header = JSON.parse(whole[0] ?? '') as Record<string, unknown>
        const {note} = signCheckpoint(thief, {origin, size: 10, root: tree.root})
        const lines = [
          canonicalJson({...header, checkpoint: note, public_key: thief.publicKey}),
          ...whole.slice(1, -1),
        ]
        return closed(lines, thief)
      })(),
      ['1 it names another ledger than the first line'],
    ],
  ])('%s', (_, lines, found) => {
    expect(foundIn(lines)).toEqual(found)
  })

  test('another key than this machine has', () => {
    const verification = new ExportVerification()
    for (const line of whole) verification.add(line)
    verification.holdTo(signer.publicKey)
    verification.holdTo(createSigner().publicKey)
    expect(verification.finish().failures.map(({what}) => what)).toEqual([
      'it names another key than the one that this machine has for the ledger',
    ])
  })

  test.each<[string, readonly string[], string, string]>([
    [
      'of another ledger',
      whole,
      signCheckpoint(signer, {origin: `${origin}x`, size: 10, root: tree.root}).note,
      'the checkpoint given is of another ledger',
    ],
    [
      'of another key',
      whole,
      signCheckpoint(createSigner(), {origin, size: 10, root: tree.root}).note,
      'the checkpoint given was not signed with this ledger’s key',
    ],
    [
      'of more entries',
      whole,
      signCheckpoint(signer, {origin, size: 11, root: tree.root}).note,
      'the checkpoint given speaks of entries that the export can’t be compared with',
    ],
    [
      'of another size than a selection',
      selected,
      signCheckpoint(signer, {origin, size: 9, root: tree.root}).note,
      'the checkpoint given speaks of entries that the export can’t be compared with',
    ],
  ])('a checkpoint that was put by, %s', (_, lines, anchor, what) => {
    expect(foundIn(lines, anchor)).toEqual([`- ${what}`])
  })
})
