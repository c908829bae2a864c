import {hash, timingSafeEqual} from 'node:crypto'

/** `tk_`, the key's id, and 256 random bits. The id finds the key; only the hash of the whole is kept. */
const form = /^tk_([\da-f]{10})_[\da-f]{64}$/

export const secretText = (id: string, digits: string): string => `tk_${id}_${digits}`

export const keyIdOf = (secret: string): string | undefined => form.exec(secret)?.[1]

export const secretHash = (secret: string): string => hash('sha256', secret)

/** Takes as long for a guess that is nearly right as for any other. */
export const isSecretOf = (secret: string, expectedHash: string): boolean =>
  timingSafeEqual(Buffer.from(secretHash(secret), 'hex'), Buffer.from(expectedHash, 'hex'))

/** Enough to know a key again, and nothing that helps to guess it. */
export const hintOf = (secret: string): string => `tk_…${secret.slice(-4)}`
