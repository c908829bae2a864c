import {sealEntry} from '../entry.js'
import {isHash, noHash} from '../hash.js'
import type {Findings} from './findings.js'
import type {KeptEntry} from './kept-entry.js'

/** Whether each entry is the one that was recorded after the one before it. */
export class Chain {
  private seq = 0
  private prev = noHash
  private atMs = Number.NEGATIVE_INFINITY
  private backwards = 0
  private firstBackwards: number | null = null

  constructor(private readonly findings: Findings) {}

  /** Gives the hash that the entry has in the tree. */
  add(entry: KeptEntry): string {
    this.checkPlace(entry)
    this.noteTime(entry)
    // Goes on from what is kept: what comes after one that was changed is not wrong for that.
    this.prev = this.isRecorded(entry) || isHash(entry.hash) ? entry.hash : noHash
    return this.prev
  }

  finish(): void {
    if (this.backwards === 0) return
    const times = this.backwards === 1 ? 'once' : `${this.backwards} times, here first`
    this.findings.remark(this.firstBackwards, `the clock went back ${times}`)
  }

  private checkPlace({seq}: KeptEntry): void {
    const expected = this.seq + 1
    this.seq = seq
    if (seq === expected) return
    const what = seq > expected ? 'entries before it are missing' : 'it is not in its place'
    this.findings.fail(seq, what, `entry ${expected}`, `entry ${seq}`)
  }

  private isRecorded(entry: KeptEntry): boolean {
    const hash = hashOf(entry, this.prev)
    if (hash === entry.hash) return true
    const what =
      'it is not the entry that was recorded here: it says something else, or comes after another one'
    this.findings.fail(entry.seq, what, entry.hash, hash)
    return false
  }

  private noteTime({seq, atMs}: KeptEntry): void {
    if (atMs < this.atMs) {
      this.backwards++
      this.firstBackwards ??= seq
    }
    this.atMs = atMs
  }
}

/** What can't be written as an entry at all (a time beyond all years) has no hash. */
function hashOf({seq, atMs, kind, sessionId, body}: KeptEntry, prev: string): string | undefined {
  try {
    return sealEntry({seq, atMs, kind, sessionId, prev, body})
  } catch {
    return undefined
  }
}
