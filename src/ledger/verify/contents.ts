import {contentHash, isSalt} from '../content-hash.js'
import type {Findings} from './findings.js'
import type {KeptEntry, ReadBody} from './kept-entry.js'

type Content = Pick<KeptEntry, 'seq' | 'salt' | 'content'>

/** Whether what entered by its hash is still what entered; what is gone must have been erased on the record. */
export class Contents {
  private readonly gone = new Set<number>()
  /** By their seq, the erasures of entries that had their content when they were looked at. */
  private readonly unerased = new Map<number, number>()

  constructor(private readonly findings: Findings) {}

  add(entry: Content, {content: named}: ReadBody): void {
    const {seq, salt, content} = entry
    if (typeof named !== 'string') {
      if (content !== null || salt !== null)
        this.findings.fail(seq, 'it has a content that it does not name', named, content)
    } else if (content === null && salt === null) this.gone.add(seq)
    else this.check(seq, named, salt, content)
  }

  /** An erasure comes after what it erases. */
  addErasure(seq: number, {seqs}: ReadBody): void {
    for (const erased of Array.isArray(seqs) ? (seqs as number[]) : [])
      if (!this.gone.delete(erased)) this.unerased.set(erased, seq)
  }

  /** How many entries have none of those they name. */
  get goneCount(): number {
    return this.gone.size
  }

  finish(): void {
    for (const seq of this.gone)
      this.findings.fail(
        seq,
        'its content is gone, and no erasure names it',
        'a content, or an erasure',
        'neither',
      )
    for (const [erased, seq] of this.unerased)
      this.findings.fail(seq, `it says that entry ${erased} was erased`, 'no content there', 'a content')
  }

  private check(seq: number, named: string, salt: string | null, content: string | null): void {
    const hash = content !== null && isSalt(salt) ? contentHash(salt, content) : undefined
    if (hash !== named) this.findings.fail(seq, 'its content is not the one that was recorded', named, hash)
  }
}
