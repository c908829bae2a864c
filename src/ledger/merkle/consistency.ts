import {emptyRoot, nodeHash} from '../hash.js'

export interface Tree {
  readonly size: number
  readonly root: string
}

/** Whether a path shows that one tree is the beginning of another (RFC 9162, 2.1.4.2). */
export function isConsistent(first: Tree, second: Tree, path: readonly string[]): boolean {
  if (first.size > second.size) return false
  if (first.size === second.size) return path.length === 0 && first.root === second.root
  if (first.size === 0) return path.length === 0 && first.root === emptyRoot
  let [inFirst, inSecond] = [first.size - 1, second.size - 1]
  for (; inFirst % 2 === 1; inFirst = half(inFirst)) inSecond = half(inSecond)
  const [start, ...rest] = inFirst === 0 ? [first.root, ...path] : path
  if (start === undefined) return false
  let [firstRoot, secondRoot] = [start, start]
  for (const hash of rest) {
    if (inSecond === 0) return false
    if (inFirst % 2 === 1 || inFirst === inSecond) {
      firstRoot = nodeHash(hash, firstRoot)
      secondRoot = nodeHash(hash, secondRoot)
      for (; inFirst % 2 === 0 && inFirst > 0; inFirst = half(inFirst)) inSecond = half(inSecond)
    } else secondRoot = nodeHash(secondRoot, hash)
    inFirst = half(inFirst)
    inSecond = half(inSecond)
  }
  return inSecond === 0 && firstRoot === first.root && secondRoot === second.root
}

const half = (index: number): number => Math.floor(index / 2)
