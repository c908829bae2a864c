import {beforeEach, describe, expect, test} from 'vitest'
import {leafHash} from '../../../src/ledger/hash.js'
import {CompactRange} from '../../../src/ledger/merkle/compact-range.js'
import {rootOfInclusion} from '../../../src/ledger/merkle/inclusion.js'
import type {Proof} from '../../../src/model/audit.js'
import type {Tame} from '../../../src/model/tame.js'
import type {Store} from '../../../src/store/store.js'
import {allOf} from '../../helpers/all-of.js'
import {createEnginePlace, type EnginePlace} from '../../helpers/engine-place.js'
import {tamper} from '../../helpers/tampered.js'

const policy = `version: "1"
rules:
  - {name: reading, tools: [read_file], action: allow}
`

let place: EnginePlace
let tame: Tame
/** How many hashes were read since. */
let hashesRead = 0

/** The same store, counting. */
const counting = (store: Store): Store =>
  new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      if (key !== 'hashes') return value.bind(target)
      return async function* (range: Parameters<Store['hashes']>[0]) {
        for await (const page of target.hashes(range)) {
          hashesRead += page.length
          yield page
        }
      }
    },
  })

beforeEach(() => {
  place = createEnginePlace(policy)
  tame = place.open({store: counting(place.openStore())})
  hashesRead = 0
})

async function record(count: number): Promise<string[]> {
  const calls = Array.from({length: count}, (_, n) => ({tool: 'read_file', args: {path: `/tmp/${n}`}}))
  const decisions = await Promise.all(calls.map((call) => tame.enforce(call)))
  return decisions.map(({logId}) => logId ?? '')
}

const holds = ({seq, entry, hash, path, checkpoint: {size, root}}: Proof): boolean =>
  leafHash(entry) === hash && rootOfInclusion({leaf: seq - 1, size, leafHash: hash, path}) === root

const numbersKept = async (): Promise<number[]> =>
  (await place.openStore().subtrees()).map(({number}) => number)

const failures = async (): Promise<string[]> =>
  (await tame.audit.verify()).failures.map(({seq, what}) => `${seq ?? '-'} ${what}`)

describe('the roots of subtrees', () => {
  test('are kept with the checkpoint that states their entries, and are those of the tree', async () => {
    await record(200)
    await tame.audit.checkpoint()
    expect(await numbersKept()).toEqual([])
    await record(600)
    await tame.audit.checkpoint()
    const roots: string[] = []
    for await (const hashes of place.openStore().hashes({upTo: 768}))
      for (let at = 0; at < 768; at += 256) {
        const tree = CompactRange.empty()
        for (const hash of hashes.slice(at, at + 256)) tree.append(hash)
        roots.push(tree.root())
      }
    expect(await place.openStore().subtrees()).toEqual(roots.map((root, at) => ({number: at + 1, root})))
    expect(await failures()).toEqual([])
  })

  test('spare a proof all hashes but those of one subtree, of the last, and one before', async () => {
    const ids = await record(2000)
    await tame.audit.checkpoint()
    hashesRead = 0
    expect(holds(await tame.audit.proof(ids[700] ?? ''))).toBe(true)
    // 256 of its own, the one before them, and 210 that no whole subtree has.
    expect(hashesRead).toBe(256 + 1 + (2002 % 256))
  })

  test('that older entries lack are filled in when the next one is whole', async () => {
    const [id = ''] = await record(900)
    await tame.audit.checkpoint()
    await tamper(place.databaseFile, 'DELETE FROM subtrees WHERE number <> 2')
    expect(holds(await tame.audit.proof(id))).toBe(true)
    expect(await failures()).toEqual([])
    await record(200)
    await tame.audit.checkpoint()
    expect(await numbersKept()).toEqual([1, 2, 3, 4])
    expect(await failures()).toEqual([])
  })

  test.each<[string, string, string]>([
    [
      'another',
      `UPDATE subtrees SET root = '${'a'.repeat(64)}' WHERE number = 2`,
      'the subtree of the entries 257 to 512 is kept as another',
    ],
    [
      'none',
      "UPDATE subtrees SET root = 'x' WHERE number = 2",
      'the subtree of the entries 257 to 512 is kept as another',
    ],
    [
      'one of entries that there are not',
      `INSERT INTO subtrees VALUES (4, '${'a'.repeat(64)}')`,
      'a subtree is kept of entries that there are not',
    ],
    [
      'one before the first',
      `INSERT INTO subtrees VALUES (-1, '${'a'.repeat(64)}')`,
      'a subtree is kept of entries that there are not',
    ],
  ])('are not believed: with %s in place, proofs hold and verify says so', async (_, sql, what) => {
    const [id = ''] = await record(900)
    await tame.audit.checkpoint()
    await tamper(place.databaseFile, sql)
    expect(holds(await tame.audit.proof(id))).toBe(true)
    expect(await failures()).toEqual([`- ${what}`])
  })
})

describe('a proof is none', () => {
  test.each<[string, string]>([
    [
      'the entry says something else',
      `UPDATE entries SET body = replace(body, 'allow', 'deny') WHERE seq = 5`,
    ],
    ['the entry has another time', 'UPDATE entries SET at = at + 1 WHERE seq = 5'],
    ['the entry has a time beyond all years', 'UPDATE entries SET at = 9007199254740991 WHERE seq = 5'],
    ['the entry has another hash', `UPDATE entries SET hash = '${'a'.repeat(64)}' WHERE seq = 5`],
    ['a hash is none', "UPDATE entries SET hash = 'x' WHERE seq = 7"],
    ['an entry beside it is gone', 'DELETE FROM entries WHERE seq = 6'],
    ['the one before has another hash', `UPDATE entries SET hash = '${'a'.repeat(64)}' WHERE seq = 4`],
  ])('where %s', async (_, sql) => {
    const ids = await record(600)
    await tame.audit.checkpoint()
    await tamper(place.databaseFile, sql)
    await expect(tame.audit.proof(ids[2] ?? '')).rejects.toMatchObject({code: 'LEDGER_BROKEN', exitCode: 5})
    await expect(allOf(tame.audit.export())).rejects.toMatchObject({code: 'LEDGER_BROKEN'})
    await expect(allOf(tame.audit.export({limit: 600}))).rejects.toMatchObject({code: 'LEDGER_BROKEN'})
  })
})
