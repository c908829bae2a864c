import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {emptyRoot, nodeHash} from '../../../src/ledger/hash.js'
import {CompactRange} from '../../../src/ledger/merkle/compact-range.js'
import {isConsistent} from '../../../src/ledger/merkle/consistency.js'
import {rootOfInclusion} from '../../../src/ledger/merkle/inclusion.js'
import {Levels} from '../../../src/ledger/merkle/levels.js'
import {runs} from '../../helpers/runs.js'
import {naiveConsistencyPath, naiveLeaf, naivePath, naiveRoot} from './naive-tree.js'

/** The leaves and roots that the implementations of Certificate Transparency test themselves by. */
const known = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const

const leavesOf = (count: number): string[] =>
  Array.from({length: count}, (_, index) => naiveLeaf(Buffer.from(`leaf ${index}`)))

const rangeOf = (leaves: readonly string[]): CompactRange => {
  const range = CompactRange.empty()
  for (const leaf of leaves) range.append(leaf)
  return range
}

const most = 70
const all = leavesOf(most)
const size = fc.integer({min: 1, max: most})
const leafAndSize = size.chain((size) => fc.record({leaf: fc.nat({max: size - 1}), size: fc.constant(size)}))
const twoSizes = size.chain((second) =>
  fc.record({first: fc.nat({max: second}), second: fc.constant(second)}),
)

describe('the root', () => {
  test('of nothing is the hash of nothing', () => {
    expect([rangeOf([]).root(), new Levels([]).root]).toEqual([emptyRoot, emptyRoot])
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('is the known one of known leaves', () => {
    const leaves = known.map(([hex]) => naiveLeaf(Buffer.from(hex, 'hex')))
    const roots = known.map((_, index) => rangeOf(leaves.slice(0, index + 1)).root())
    expect(roots).toEqual(known.map(([, root]) => root))
  })

  test('is that of the definition, of either kind of tree', () => {
    fc.assert(
      fc.property(size, (size) => {
        const leaves = all.slice(0, size)
        const root = naiveRoot(leaves)
        expect([rangeOf(leaves).root(), new Levels(leaves).root]).toEqual([root, root])
      }),
      runs(50),
    )
  })

  test('is none of what is no hash', () => {
    expect(() => nodeHash(`${emptyRoot.slice(1)}x`, emptyRoot)).toThrow(RangeError)
  })
})

describe('a tree that grows', () => {
  test('goes on from its frontier', () => {
    fc.assert(
      fc.property(twoSizes, ({first, second}) => {
        const begun = rangeOf(all.slice(0, first))
        const resumed = CompactRange.resume(first, begun.frontier)
        for (const leaf of all.slice(first, second)) resumed?.append(leaf)
        expect([resumed?.size, resumed?.root()]).toEqual([second, naiveRoot(all.slice(0, second))])
      }),
      runs(50),
    )
  })

  test.each([
    [1, []],
    [0, [emptyRoot]],
    [2 ** 40, [emptyRoot, emptyRoot]],
    [1, ['x']],
  ])('of %i leaves has another frontier than %j', (size, frontier) => {
    expect(CompactRange.resume(size, frontier)).toBeUndefined()
  })

  test('may be larger than 32 bits can count', () => {
    const range = CompactRange.resume(2 ** 40, [emptyRoot])
    range?.append(naiveLeaf(Buffer.from('a')))
    expect(range?.root()).toBe(nodeHash(emptyRoot, naiveLeaf(Buffer.from('a'))))
  })
})

describe('an inclusion path', () => {
  test('is that of the definition, and leads to the root', () => {
    fc.assert(
      fc.property(leafAndSize, ({leaf, size}) => {
        const leaves = all.slice(0, size)
        const path = new Levels(leaves).path(leaf)
        expect(path).toEqual(naivePath(leaf, leaves))
        expect(rootOfInclusion({leaf, size, leafHash: leaves[leaf] ?? '', path})).toBe(naiveRoot(leaves))
      }),
      runs(200),
    )
  })

  test('leads elsewhere when any part of it is another', () => {
    fc.assert(
      fc.property(leafAndSize, fc.nat(), fc.nat({max: most}), ({leaf, size}, place, other) => {
        const leaves = all.slice(0, size)
        const inclusion = {leaf, size, leafHash: leaves[leaf] ?? '', path: naivePath(leaf, leaves)}
        const {path} = inclusion
        const bent = path.map((hash, at) => (at === place % path.length ? emptyRoot : hash))
        const wrong = [
          ...(path.length > 0
            ? [
                {...inclusion, path: bent},
                {...inclusion, path: path.slice(1)},
              ]
            : []),
          {...inclusion, path: [...path, emptyRoot]},
          {...inclusion, leafHash: emptyRoot},
          ...(other === leaf ? [] : [{...inclusion, leaf: other}]),
        ]
        for (const each of wrong) expect(rootOfInclusion(each)).not.toBe(naiveRoot(leaves))
      }),
      runs(100),
    )
  })
})

describe('a consistency path', () => {
  test('is that of the definition, and shows that one tree begins another', () => {
    fc.assert(
      fc.property(twoSizes, ({first, second}) => {
        const leaves = all.slice(0, second)
        const path = new Levels(leaves).consistencyPath(first)
        if (first > 0) expect(path).toEqual(naiveConsistencyPath(first, leaves))
        const trees = [first, second].map((size) => ({size, root: naiveRoot(all.slice(0, size))}))
        const [smaller = trees[0], larger = trees[1]] = trees
        if (smaller && larger) expect(isConsistent(smaller, larger, path)).toBe(true)
      }),
      runs(200),
    )
  })

  test('shows nothing of a tree that began otherwise', () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), ({first, second}, place) => {
        const leaves = all.slice(0, second)
        const path = new Levels(leaves).consistencyPath(first)
        const before = {size: first, root: naiveRoot(leaves.slice(0, first))}
        const after = {size: second, root: naiveRoot(leaves)}
        const bent = path.length > 0 ? path.with(place % path.length, emptyRoot) : [emptyRoot]
        expect(isConsistent({...before, root: nodeHash(emptyRoot, emptyRoot)}, after, path)).toBe(false)
        expect(isConsistent(before, {...after, root: nodeHash(emptyRoot, emptyRoot)}, path)).toBe(
          first === 0 && second > 0,
        )
        expect(isConsistent(before, after, bent)).toBe(false)
        expect(isConsistent(after, before, path)).toBe(first === second)
      }),
      runs(100),
    )
  })
})
