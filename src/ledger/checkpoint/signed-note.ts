import {hash, verify} from 'node:crypto'

/** A text with signatures under it (C2SP signed-note). */
export interface SignedNote {
  /** With its last newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** Base64 of four bytes that tell the key, and the signature. */
  readonly keyed: string
}

export interface NoteKey {
  readonly name: string
  /** Ed25519, base64 of its 32 bytes. */
  readonly publicKey: string
}

const keyIdBytes = 4
const ed25519 = Buffer.from('\n\u0001', 'latin1')

export function signedNoteText({text, signatures}: SignedNote): string {
  return `${text}\n${signatures.map(({name, keyed}) => `— ${name} ${keyed}\n`).join('')}`
}

/** Signs a text, given what signs: its signature in base64. */
export function createSignature(text: string, key: NoteKey, sign: (text: string) => string): NoteSignature {
  const keyed = Buffer.concat([keyId(key), Buffer.from(sign(text), 'base64')])
  return {name: key.name, keyed: keyed.toString('base64')}
}

const form = /^((?:[^\n]*\n)*)\n((?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)$/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a note may not have
const control = /[\0-\u0009\u000B-\u001F]/

/** Reads a note; nothing when it is none. Whether its signatures hold is not looked at. */
export function readSignedNote(note: string): SignedNote | undefined {
  const [, text = '', lines = ''] = (control.test(note) ? null : form.exec(note)) ?? []
  if (text === '') return undefined
  const signatures = lines
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, name = '', keyed = '']) => ({name, keyed}))
  return {text, signatures}
}

/**
 * Whether the key signed the text: at least one signature says so, and holds. One that names the key and does not hold
 * is not made up for by another.
 */
export function isSignedBy({text, signatures}: SignedNote, key: NoteKey): boolean {
  const id = keyId(key)
  const own = signatures
    .filter(({name}) => name === key.name)
    .map(({keyed}) => Buffer.from(keyed, 'base64'))
    .filter((bytes) => bytes.subarray(0, keyIdBytes).equals(id))
  return own.length > 0 && own.every((bytes) => holds(text, key, bytes.subarray(keyIdBytes)))
}

function holds(text: string, {publicKey}: NoteKey, signature: Buffer): boolean {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== 32) return false
  // As a JWK, which is taken as it is: OpenSSL looks for a key in DER with all its decoders.
  const jwk = {kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url')}
  return verify(null, Buffer.from(text), {key: jwk, format: 'jwk'}, signature)
}

const keyId = ({name, publicKey}: NoteKey): Buffer =>
  hash(
    'sha256',
    Buffer.concat([Buffer.from(name), ed25519, Buffer.from(publicKey, 'base64')]),
    'buffer',
  ).subarray(0, keyIdBytes)
