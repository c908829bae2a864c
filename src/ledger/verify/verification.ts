import type {Verification} from '../../model/audit.js'
import {CompactRange} from '../merkle/compact-range.js'
import type {Subtree} from '../merkle/subtree.js'
import {Approvals} from './approvals.js'
import {Chain} from './chain.js'
import {Checkpoints, type KeptCheckpoint, type Witness} from './checkpoints.js'
import {Contents} from './contents.js'
import {Findings} from './findings.js'
import {type KeptEntry, type ReadBody, readBody} from './kept-entry.js'
import {checkColumns} from './kinds.js'
import {Policies} from './policies.js'
import {Subtrees} from './subtrees.js'

/** What is known of a ledger outside of the database that holds it. */
export interface Outside {
  /** The ledger that was made where this one lies. */
  readonly origin?: string | undefined
  /** Ledgers that it made there before, and that are gone. */
  readonly earlier?: readonly string[]
  /** Its key, as it lies on this machine. */
  readonly publicKey?: string | undefined
  readonly witnesses: readonly Witness[]
  /** Whether its key lies here without the checkpoint that is kept beside it. */
  readonly lacksKept?: boolean
}

/**
 * Looks at a ledger from its first entry to its last, with each checkpoint in its place, and says what does not agree.
 * Keeps no entry.
 */
export class LedgerVerification {
  private readonly findings = new Findings()
  private readonly tree = CompactRange.empty()
  private readonly chain = new Chain(this.findings)
  private readonly contents = new Contents(this.findings)
  private readonly policies = new Policies(this.findings)
  private readonly approvals = new Approvals(this.findings)
  private readonly checkpoints: Checkpoints
  private readonly subtrees: Subtrees
  private ledger = {origin: '', publicKey: ''}

  /** Given the roots that are kept to make proofs from: those of entries that there are now. */
  constructor(
    private readonly outside: Outside,
    kept: readonly Subtree[] = [],
  ) {
    this.subtrees = new Subtrees(kept, this.findings)
    this.checkpoints = new Checkpoints(this.tree, outside.witnesses, this.findings)
  }

  get entries(): number {
    return this.tree.size
  }

  /** Given what its body says, where that was read already. */
  add(entry: KeptEntry, body = readBody(entry.body)): void {
    const whole = this.tree.append(this.chain.add(entry))
    if (whole !== undefined) this.subtrees.add(whole)
    if (body === undefined) this.findings.fail(entry.seq, 'its body is no map', 'JSON', entry.body)
    else this.addBody(entry, body)
    if (this.checkpoints.isAwaited) this.checkpoints.meet(this.ledger)
  }

  /** One that is kept with the entries; after the last of those that it speaks of. */
  addCheckpoint(checkpoint: KeptCheckpoint): void {
    if (checkpoint.size > this.entries) this.checkpoints.addBeyond(checkpoint)
    else this.checkpoints.add(checkpoint, this.ledger)
  }

  addPolicyText(policy: {readonly hash: string; readonly text: string}): void {
    this.policies.addText(policy)
  }

  addDifference({view, key, kept, recounted}: ViewDifference): void {
    this.findings.fail(
      null,
      `the view ${view} says something else of ${key} than the entries`,
      recounted,
      kept,
    )
  }

  finish(): Verification {
    if (this.entries === 0) this.checkNothing()
    for (const origin of this.outside.earlier ?? [])
      this.findings.remark(null, `another ledger was here before, and is gone: ${origin}`)
    for (const part of [
      this.chain,
      this.contents,
      this.policies,
      this.approvals,
      this.checkpoints,
      this.subtrees,
    ])
      part.finish()
    this.remarkUncovered()
    const {failures, remarks} = this.findings
    return {
      ok: failures.length === 0,
      origin: this.ledger.origin === '' ? null : this.ledger.origin,
      entries: this.entries,
      root: this.tree.root(),
      checkpoints: this.checkpoints.count,
      failures,
      remarks,
    }
  }

  private addBody(entry: KeptEntry, body: ReadBody): void {
    if (this.entries === 1) this.begin(entry, body)
    checkColumns(entry, body, this.findings)
    this.contents.add(entry, body)
    this.approvals.add(entry, body)
    if (entry.kind === 'decision') this.policies.addDecision(entry.seq, body)
    else if (entry.kind === 'policy') this.policies.addPolicy(entry.seq, body)
    else if (entry.kind === 'erasure') this.contents.addErasure(entry.seq, body)
    else if (entry.kind === 'ledger' && this.entries > 1)
      this.findings.fail(entry.seq, 'a second ledger begins in this one', 'another kind', 'ledger')
  }

  /** The first entry says whose ledger it is, and everything after it is held to that. */
  private begin({seq, kind}: KeptEntry, {origin, public_key: publicKey}: ReadBody): void {
    if (kind !== 'ledger')
      this.findings.fail(seq, 'the ledger does not begin with the entry that names it', 'ledger', kind)
    this.ledger = {origin: String(origin), publicKey: String(publicKey)}
    const {outside} = this
    if (outside.origin !== undefined && outside.origin !== origin)
      this.findings.fail(seq, 'another ledger lies where this machine made one', outside.origin, origin)
    else if (outside.publicKey !== undefined && outside.publicKey !== publicKey)
      this.findings.fail(
        seq,
        'it names another key than the one that this machine made for it',
        outside.publicKey,
        publicKey,
      )
    if (outside.publicKey === undefined)
      this.findings.remark(
        null,
        'the key of the ledger is not on this machine: signatures are held to the key that the ledger names',
      )
  }

  /** What nobody signed can't be told from what somebody put there: that must not pass for more than it is. */
  private remarkUncovered(): void {
    const {coveredCount, count} = this.checkpoints
    if (this.outside.lacksKept === true && count > 0)
      this.findings.remark(null, 'the checkpoint that was kept beside the key is gone')
    const uncovered = this.entries - coveredCount
    if (uncovered === 0) return
    const last = uncovered === 1 ? 'the last entry' : `the last ${uncovered} entries`
    this.findings.remark(
      null,
      `no checkpoint covers ${last} yet: whoever can write to the database could have changed them, or cut off more`,
    )
  }

  private checkNothing(): void {
    if (this.outside.witnesses.length === 0) return
    this.findings.fail(null, 'the ledger is gone', this.outside.origin, null)
  }
}

/** What a view says, and what its entries say. */
interface ViewDifference {
  readonly view: string
  readonly key: string
  readonly kept: string
  readonly recounted: string
}
