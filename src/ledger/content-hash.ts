import {hash} from 'node:crypto'
import {flatText} from './flat-text.js'

const saltDigits = 32

/**
 * By what a content enters its entry: SHA-256 of the salt's digits and the content after them. Without the salt, which goes
 * with the content when that is erased, a guess at it could be tried on the hash that stays.
 */
export function contentHash(salt: string, content: string): string {
  // Of another length, what follows it could pass for a part of it.
  if (!isSalt(salt)) throw new RangeError('That is no salt')
  return hash('sha256', salt + flatText(content))
}

export const isSalt = (text: unknown): text is string =>
  typeof text === 'string' && text.length === saltDigits
