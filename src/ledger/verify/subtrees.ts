import {type Subtree, subtreeLeaves} from '../merkle/subtree.js'
import type {Findings} from './findings.js'

/** Whether the roots that proofs are made from are those of the entries. */
export class Subtrees {
  private readonly kept: Map<number, string>

  constructor(
    kept: readonly Subtree[],
    private readonly findings: Findings,
  ) {
    this.kept = new Map(kept.map(({number, root}) => [number, root]))
  }

  /** Not all are kept: those that are missing are worked out when they are asked for. */
  add({number, root}: Subtree): void {
    const kept = this.kept.get(number) ?? root
    this.kept.delete(number)
    if (kept === root) return
    const [first, last] = [(number - 1) * subtreeLeaves + 1, number * subtreeLeaves]
    const what = `the subtree of the entries ${first} to ${last} is kept as another`
    this.findings.fail(null, what, root, kept)
  }

  finish(): void {
    for (const [number, root] of this.kept)
      this.findings.fail(null, 'a subtree is kept of entries that there are not', null, `${number}: ${root}`)
  }
}
