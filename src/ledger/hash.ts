import {hash} from 'node:crypto'

/** Where an entry names the one before it, and there is none. */
export const noHash = '0'.repeat(64)

/** What RFC 6962 calls a leaf hash: the byte before the text keeps a leaf from passing for an inner node. */
export const leafHash = (text: string): string => hash('sha256', `\0${text}`)

// One that is used again and again: two hashes in hexadecimal digits become bytes without anything being made for them.
const node = Buffer.alloc(65)
node[0] = 1

/** The hash of an inner node of the tree. */
export function nodeHash(left: string, right: string): string {
  // Of a text with other characters only the beginning is written: the rest would be what was there before.
  if (node.write(left, 1, 'hex') + node.write(right, 33, 'hex') !== 64)
    throw new RangeError('That is no hash')
  return hash('sha256', node)
}

/** The root of a tree without leaves. */
export const emptyRoot = hash('sha256', '')

const sha256 = /^[0-9a-f]{64}$/

/** Whether it is a hash as it is written here. */
export const isHash = (text: unknown): text is string => typeof text === 'string' && sha256.test(text)
