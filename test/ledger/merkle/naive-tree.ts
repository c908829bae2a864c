import {createHash} from 'node:crypto'

/** The definitions of RFC 6962, word by word. */
const sha256 = (...parts: readonly Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()

export const naiveLeaf = (bytes: Buffer): string => sha256(Buffer.from([0]), bytes).toString('hex')

export function naiveRoot(leaves: readonly string[]): string {
  const [only] = leaves
  if (only === undefined) return sha256().toString('hex')
  if (leaves.length === 1) return only
  const [left, right] = divided(leaves)
  return sha256(
    Buffer.from([1]),
    Buffer.from(naiveRoot(left), 'hex'),
    Buffer.from(naiveRoot(right), 'hex'),
  ).toString('hex')
}

export function naivePath(leaf: number, leaves: readonly string[]): string[] {
  if (leaves.length < 2) return []
  const [left, right] = divided(leaves)
  return leaf < left.length
    ? [...naivePath(leaf, left), naiveRoot(right)]
    : [...naivePath(leaf - left.length, right), naiveRoot(left)]
}

export function naiveConsistencyPath(size: number, leaves: readonly string[], isWhole = true): string[] {
  if (size === leaves.length) return isWhole ? [] : [naiveRoot(leaves)]
  const [left, right] = divided(leaves)
  return size <= left.length
    ? [...naiveConsistencyPath(size, left, isWhole), naiveRoot(right)]
    : [...naiveConsistencyPath(size - left.length, right, false), naiveRoot(left)]
}

function divided(leaves: readonly string[]): [readonly string[], readonly string[]] {
  let at = 1
  while (at * 2 < leaves.length) at *= 2
  return [leaves.slice(0, at), leaves.slice(at)]
}
