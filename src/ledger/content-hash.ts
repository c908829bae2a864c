import {hash} from 'node:crypto'

const saltBytes = 16
const mostBytesOfOne = 3

const scratch = Buffer.allocUnsafe(16 * 1024)

/**
 * By what a content enters its entry. Without the salt, which goes with the content when that is erased, a guess at it
 * could be tried on the hash that stays.
 */
export function contentHash(salt: string, content: string): string {
  const most = saltBytes + content.length * mostBytesOfOne
  // Nothing large is kept for the sake of one large content.
  const buffer = most > scratch.length ? Buffer.allocUnsafe(most) : scratch
  // Of a salt with other characters only the beginning is written: the rest would be what was there before.
  if (buffer.write(salt, 0, saltBytes, 'hex') !== saltBytes) throw new RangeError('That is no salt')
  const length = buffer.write(content, saltBytes, 'utf8')
  return hash('sha256', buffer.subarray(0, saltBytes + length))
}

const hexSalt = /^[0-9a-f]{32}$/

export const isSalt = (text: unknown): text is string => typeof text === 'string' && hexSalt.test(text)
