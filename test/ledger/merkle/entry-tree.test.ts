import {expect, test} from 'vitest'
import {noHash} from '../../../src/ledger/hash.js'
import {EntryTree, type HashedEntry} from '../../../src/ledger/merkle/entry-tree.js'
import {chainedEntries} from '../../helpers/chained-entries.js'

const [first, second] = chainedEntries(2) as readonly HashedEntry[] as readonly [HashedEntry, HashedEntry]
const empty = {size: 0, frontier: [], last: noHash}

test.each<[string, HashedEntry]>([
  ['is not the next', {...second, seq: 3}],
  ['came before', first],
  ['was changed', {...second, body: '{"a":1}'}],
  ['has another hash', {...second, hash: first.hash}],
  ['has a time beyond all years', {...second, atMs: 9e15}],
])('takes no entry that %s', (_, entry) => {
  const tree = EntryTree.resume(empty)
  expect(tree?.append(first)).toBe(true)
  const before = tree?.growth
  expect(tree?.append(entry)).toBe(false)
  expect(tree?.growth).toEqual(before)
  expect(tree?.append(second)).toBe(true)
})

test.each([
  ['a root too many', {...empty, frontier: [noHash]}],
  ['a root too few', {...empty, size: 1}],
  ['a root that is none', {...empty, size: 1, frontier: ['x']}],
])('there is none with %s', (_, state) => {
  expect(EntryTree.resume(state)).toBeUndefined()
})
