import {canonicalJson} from '../../model/canonical-json.js'
import {isHash} from '../hash.js'
import {type ExportEnd, type ExportHeader, exportFormat} from './export-lines.js'

/** A line of an export, as it was read: of its parts nothing is believed but their form. */
export type ExportLine =
  | {readonly kind: 'header'; readonly header: ExportHeader}
  | {readonly kind: 'entry'; readonly entry: LineEntry}
  | {readonly kind: 'end'; readonly end: ExportEnd}

export interface LineEntry {
  readonly seq: number
  /** Not a number when it is no time. */
  readonly atMs: number
  readonly sessionId: string | null
  readonly prev: unknown
  readonly kind: unknown
  readonly body: Readonly<Record<string, unknown>>
  /** Its canonical JSON. */
  readonly text: string
  readonly salt: string | null
  readonly content: string | null
  readonly path: readonly string[]
}

/**
 * Reads a line; nothing when it is none of an export. It must be canonical as a whole: a key that stood there twice would
 * be read by one as this and by another as that.
 */
export function readExportLine(line: string): ExportLine | undefined {
  const value = canonicalMap(line)
  if (value === undefined) return undefined
  if (value['format'] !== undefined) return readHeader(value)
  return value['entry'] === undefined ? readEnd(value) : readEntry(value)
}

type Read = Readonly<Record<string, unknown>>

function canonicalMap(line: string): Read | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isMap(value) && canonicalJson(value) === line ? value : undefined
  } catch {
    return undefined
  }
}

const isMap = (value: unknown): value is Read =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string'

function readHeader(value: Read): ExportLine | undefined {
  const {format, origin, public_key, checkpoint, entries} = value
  const isWhole =
    format === exportFormat &&
    [origin, public_key, checkpoint].every(isText) &&
    (entries === 'all' || entries === 'selected')
  return isWhole ? {kind: 'header', header: value as unknown as ExportHeader} : undefined
}

function readEnd(value: Read): ExportLine | undefined {
  const {count, lines_hash, signed} = value
  const isWhole = Number.isSafeInteger(count) && isHash(lines_hash) && (signed === null || isText(signed))
  return isWhole ? {kind: 'end', end: value as unknown as ExportEnd} : undefined
}

function readEntry({entry, proof, salt, content}: Read): ExportLine | undefined {
  if (!isMap(entry) || !isMap(entry['body']) || !Number.isSafeInteger(entry['seq'])) return undefined
  if (!Array.isArray(proof) || !proof.every(isHash) || !(salt === null || isText(salt))) return undefined
  const {seq, at, session_id: sessionId, prev, kind, body} = entry as Read & {seq: number; body: Read}
  return {
    kind: 'entry',
    entry: {
      seq,
      atMs: isText(at) ? Date.parse(at) : Number.NaN,
      sessionId: isText(sessionId) ? sessionId : null,
      prev,
      kind,
      body,
      text: canonicalJson(entry),
      salt,
      content: content === null ? null : canonicalJson(content),
      path: proof,
    },
  }
}
