import type {Checkpoint} from '../../model/audit.js'
import {isCheckpointSigned} from '../checkpoint/checkpoint.js'
import {leafHash, noHash} from '../hash.js'
import {CompactRange} from '../merkle/compact-range.js'
import {rootOfInclusion} from '../merkle/inclusion.js'
import {Approvals} from '../verify/approvals.js'
import type {Contents} from '../verify/contents.js'
import type {Findings} from '../verify/findings.js'
import type {ExportHeader} from './export-lines.js'
import type {LineEntry} from './exported.js'

export interface EntryLinesOptions {
  readonly header: ExportHeader
  readonly checkpoint: Checkpoint
  /** A checkpoint that was put by. */
  readonly anchor: Checkpoint | undefined
  readonly findings: Findings
  readonly contents: Contents
}

/** Whether the entries of an export are in the ledger that its checkpoint states, each once and in order. */
export class EntryLines {
  count = 0
  /** How many checkpoints agree. */
  checkpoints = 1
  private last = {seq: 0, hash: noHash}
  private readonly tree = CompactRange.empty()
  /** That of the ledger when it was as the checkpoint that was put by says. */
  private anchoredRoot: string | undefined
  private readonly approvals: Approvals

  constructor(private readonly options: EntryLinesOptions) {
    const {anchor, checkpoint, findings} = options
    this.approvals = new Approvals(findings, {isWhole: this.isWhole})
    if (anchor?.size === checkpoint.size) this.anchoredRoot = checkpoint.root
  }

  add(entry: LineEntry): void {
    const hash = leafHash(entry.text)
    this.count++
    this.checkPlace(entry)
    this.checkInclusion(entry, hash)
    this.checkContent(entry)
    this.approvals.add({...entry, kind: String(entry.kind)}, entry.body)
    if (entry.seq === 1) this.checkNames(entry)
    if (this.isWhole) this.grow(hash)
    this.last = {seq: entry.seq, hash}
  }

  finish(): void {
    const {header, checkpoint, contents, findings} = this.options
    if (this.isWhole && this.count < checkpoint.size)
      findings.fail(null, 'it calls itself whole, and lacks entries', checkpoint.size, this.count)
    if (header.entries === 'all') contents.finish()
    else if (contents.goneCount > 0)
      findings.remark(
        null,
        `${contents.goneCount} of its entries have no content: it was erased, or taken out`,
      )
    this.approvals.finish()
    this.checkAnchor()
  }

  private get isWhole(): boolean {
    return this.options.header.entries === 'all'
  }

  private checkPlace({seq, prev}: LineEntry): void {
    const {findings} = this.options
    const {last} = this
    if (seq <= last.seq) findings.fail(seq, `it comes after entry ${last.seq}`, `after ${last.seq}`, seq)
    else if (this.isWhole && seq > last.seq + 1)
      findings.fail(seq, 'entries before it are missing', `entry ${last.seq + 1}`, `entry ${seq}`)
    else if (seq === last.seq + 1 && prev !== last.hash)
      findings.fail(seq, 'it was not recorded after the entry before it', last.hash, prev)
  }

  private checkInclusion({seq, path}: LineEntry, leaf: string): void {
    const {size, root} = this.options.checkpoint
    const actual = rootOfInclusion({leaf: seq - 1, size, leafHash: leaf, path})
    if (actual !== root)
      this.options.findings.fail(seq, 'it is not in the ledger that the checkpoint states', root, actual)
  }

  private checkContent({seq, kind, body, salt, content}: LineEntry): void {
    const {contents} = this.options
    contents.add({seq, salt, content}, body)
    if (kind === 'erasure' && this.isWhole) contents.addErasure(seq, body)
  }

  private checkNames({body: {origin, public_key: publicKey}}: LineEntry): void {
    const {header, findings} = this.options
    if (origin !== header.origin || publicKey !== header.public_key)
      findings.fail(
        1,
        'it names another ledger than the first line',
        [header.origin, header.public_key],
        [origin, publicKey],
      )
  }

  private grow(hash: string): void {
    this.tree.append(hash)
    if (this.tree.size === this.options.anchor?.size) this.anchoredRoot = this.tree.root()
  }

  private checkAnchor(): void {
    const {anchor, header, checkpoint, findings} = this.options
    if (anchor === undefined) return
    if (anchor.origin !== header.origin)
      findings.fail(null, 'the checkpoint given is of another ledger', header.origin, anchor.origin)
    else if (!isCheckpointSigned(anchor, header.public_key))
      findings.fail(
        null,
        'the checkpoint given was not signed with this ledger’s key',
        header.public_key,
        'another signature',
      )
    else if (this.anchoredRoot === undefined)
      findings.fail(
        null,
        'the checkpoint given speaks of entries that the export can’t be compared with',
        anchor.size,
        checkpoint.size,
      )
    else if (this.anchoredRoot !== anchor.root)
      findings.fail(
        null,
        'the entries are not those that the checkpoint given states',
        anchor.root,
        this.anchoredRoot,
      )
    else this.checkpoints++
  }
}
