import type {Checkpoint, Verification} from '../../model/audit.js'
import {isCheckpointSigned, parseCheckpoint, readCheckpoint} from '../checkpoint/checkpoint.js'
import {emptyRoot} from '../hash.js'
import {Contents} from '../verify/contents.js'
import {Findings} from '../verify/findings.js'
import {EntryLines} from './entry-lines.js'
import {type ExportEnd, type ExportHeader, isEndSigned} from './export-lines.js'
import {type ExportLine, readExportLine} from './exported.js'
import {LinesHash} from './lines-hash.js'

/** Looks at an export line by line, without the ledger that it is of. Keeps no line. */
export class ExportVerification {
  private readonly findings = new Findings()
  private readonly contents = new Contents(this.findings)
  private readonly hash = new LinesHash()
  private lines = 0
  private header: ExportHeader | undefined
  private checkpoint: Checkpoint | undefined
  private entries: EntryLines | undefined
  private isEnded = false
  private readonly anchor: Checkpoint | undefined

  /** Given a checkpoint that was put by, the export must be of the ledger that it speaks of. */
  constructor(anchor?: string) {
    this.anchor = anchor === undefined ? undefined : parseCheckpoint(anchor)
  }

  /** As the first line names it. */
  get origin(): string | undefined {
    return this.header?.origin
  }

  /** The key that this machine has for the ledger. */
  holdTo(publicKey: string): void {
    const named = this.header?.public_key
    if (named !== publicKey)
      this.findings.fail(
        null,
        'it names another key than the one that this machine has for the ledger',
        publicKey,
        named,
      )
  }

  /** Nobody here knows the key. Anybody can write an export, name a key of their own and sign with it. */
  holdToNothing(): void {
    if (this.header === undefined || this.anchor !== undefined) return
    this.findings.remark(
      null,
      `nothing here vouches for the key that it names, ${this.header.public_key}: ask whose ledger it is for theirs, or for a checkpoint`,
    )
  }

  add(text: string): void {
    this.lines++
    const line = readExportLine(text)
    if (this.isEnded) this.findings.fail(null, `line ${this.lines} comes after the end`, 'nothing', text)
    else if (line?.kind === 'end') this.finishLines(line.end)
    else this.addLine(line, text)
  }

  finish(): Verification {
    if (this.header === undefined)
      this.findings.fail(
        null,
        'its first line is not that of an export',
        'a header',
        this.lines === 0 ? null : 'another',
      )
    if (!this.isEnded) this.findings.fail(null, 'it was cut: its last line is not the end', 'the end', null)
    this.entries?.finish()
    const {failures, remarks} = this.findings
    return {
      ok: failures.length === 0,
      origin: this.header?.origin ?? null,
      entries: this.entries?.count ?? 0,
      root: this.checkpoint?.root ?? emptyRoot,
      checkpoints: this.entries?.checkpoints ?? 0,
      failures,
      remarks,
    }
  }

  private addLine(line: ExportLine | undefined, text: string): void {
    this.hash.add(text)
    if (this.lines === 1 && line?.kind === 'header') this.begin(line.header)
    else if (line?.kind === 'entry') this.entries?.add(line.entry)
    else if (this.lines > 1)
      this.findings.fail(null, `line ${this.lines} is neither an entry nor the end`, 'an entry', text)
  }

  private begin(header: ExportHeader): void {
    this.header = header
    this.checkpoint = this.headersCheckpoint(header)
    if (this.checkpoint === undefined) return
    const {checkpoint, anchor, findings, contents} = this
    this.entries = new EntryLines({header, checkpoint, anchor, findings, contents})
  }

  private headersCheckpoint({
    checkpoint: note,
    origin,
    public_key: publicKey,
  }: ExportHeader): Checkpoint | undefined {
    const checkpoint = readCheckpoint(note)
    if (checkpoint?.origin === origin && isCheckpointSigned(checkpoint, publicKey)) return checkpoint
    this.findings.fail(null, 'its checkpoint was not signed with the key that it names', publicKey, note)
    return undefined
  }

  private finishLines(end: ExportEnd): void {
    this.isEnded = true
    const [count, digest] = [this.entries?.count ?? 0, this.hash.digest()]
    if (end.count !== count) this.findings.fail(null, 'its end counts other entries', end.count, count)
    if (end.lines_hash !== digest)
      this.findings.fail(null, 'its lines are not those that were written', end.lines_hash, digest)
    this.checkSignature(end)
  }

  private checkSignature(end: ExportEnd): void {
    const {origin = '', public_key: publicKey = ''} = this.header ?? {}
    if (end.signed === null)
      this.findings.remark(null, 'it was written without the ledger’s key: entries may have been left out')
    else if (!isEndSigned(end.signed, {...end, origin}, publicKey))
      this.findings.fail(null, 'its end was not signed with the key that it names', publicKey, end.signed)
  }
}
