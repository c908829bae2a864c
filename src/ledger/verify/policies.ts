import {hash} from 'node:crypto'
import type {Findings} from './findings.js'
import type {ReadBody} from './kept-entry.js'

/** Whether decisions name the policy in force, and whether the texts of all of them are still there as they were. */
export class Policies {
  private inForce: unknown = null
  /** Where each was put in force first. */
  private readonly named = new Map<string, number>()

  constructor(private readonly findings: Findings) {}

  addPolicy(seq: number, {policy_hash: policyHash, previous_hash: previous}: ReadBody): void {
    if (previous !== this.inForce)
      this.findings.fail(seq, 'it names another policy as the one before it', this.inForce, previous)
    this.inForce = policyHash
    if (typeof policyHash === 'string' && !this.named.has(policyHash)) this.named.set(policyHash, seq)
  }

  addDecision(seq: number, {policy_hash: policyHash}: ReadBody): void {
    if (policyHash === this.inForce) return
    this.findings.fail(
      seq,
      'it was decided by another policy than the one in force',
      this.inForce,
      policyHash,
    )
  }

  /** The text that is kept under a hash. */
  addText({hash: named, text}: {readonly hash: string; readonly text: string}): void {
    const actual = hash('sha256', text)
    const seq = this.named.get(named) ?? null
    this.named.delete(named)
    if (actual !== named)
      this.findings.fail(seq, 'the text of the policy is not the one that was in force', named, actual)
  }

  finish(): void {
    for (const [policyHash, seq] of this.named)
      this.findings.fail(seq, 'the text of the policy that was put in force is gone', policyHash, null)
  }
}
