import {canonicalJson} from '../../model/canonical-json.js'
import {createSignature, isSignedBy, readSignedNote, signedNoteText} from '../checkpoint/signed-note.js'

export const exportFormat = 'tame-export/1'

/** What an export begins with. */
export interface ExportHeader {
  readonly format: typeof exportFormat
  readonly origin: string
  readonly public_key: string
  /** The signed note that says which ledger the entries are shown to be in. */
  readonly checkpoint: string
  /** Whether it is the whole ledger, up to that checkpoint. */
  readonly entries: 'all' | 'selected'
}

export const headerLine = (header: ExportHeader): string => canonicalJson({...header})

/** An entry by itself: its canonical JSON as it was hashed, its content if it has one, and its way to the root. */
export interface ExportedEntry {
  readonly text: string
  readonly content: string | null
  readonly salt: string | null
  readonly path: readonly string[]
}

export const entryLine = ({text, content, salt, path}: ExportedEntry): string =>
  `{"content":${content ?? 'null'},"entry":${text},"proof":${canonicalJson(path)},"salt":${canonicalJson(salt)}}`

/** What an export ends with: without it, it was cut. */
export interface ExportEnd {
  readonly count: number
  /** SHA-256 of all lines before. */
  readonly lines_hash: string
  /** A signed note on that; nothing from a machine without the key. */
  readonly signed: string | null
}

export const endLine = (end: ExportEnd): string => canonicalJson({...end})

interface Signer {
  readonly publicKey: string
  sign(text: string): string
}

type Told = Omit<ExportEnd, 'signed'> & {readonly origin: string}

/** Signs that these lines, and no others, are an export. The first line keeps it from passing for a checkpoint. */
export function signEnd(signer: Signer, told: Told): string {
  const text = endText(told)
  const key = {name: told.origin, publicKey: signer.publicKey}
  return signedNoteText({text, signatures: [createSignature(text, key, (signed) => signer.sign(signed))]})
}

export function isEndSigned(signed: string, told: Told, publicKey: string): boolean {
  const note = readSignedNote(signed)
  return note?.text === endText(told) && isSignedBy(note, {name: told.origin, publicKey})
}

const endText = ({origin, count, lines_hash}: Told): string =>
  `${exportFormat}\n${origin}\n${count}\n${Buffer.from(lines_hash, 'hex').toString('base64')}\n`
