import type {Checkpoint} from '../../model/audit.js'
import {isCheckpointSigned, readCheckpoint} from '../checkpoint/checkpoint.js'
import type {CompactRange} from '../merkle/compact-range.js'
import type {Findings} from './findings.js'

/** A checkpoint, and what to call it. */
export interface Witness {
  readonly name: string
  readonly note: string
}

/** A checkpoint as a store keeps it, with what the next one is computed from. */
export interface KeptCheckpoint {
  readonly size: number
  readonly note: string
  readonly frontier: readonly string[]
}

interface Signed {
  readonly origin: string
  readonly publicKey: string
}

interface Parsed {
  readonly name: string
  readonly checkpoint: Checkpoint
}

/** Whether the entries are those that checkpoints state, and whether the ledger signed these. */
export class Checkpoints {
  private agreeing = 0
  private covered = 0
  /** Those from outside that are not reached yet, the smallest first. */
  private readonly waiting: Parsed[]

  constructor(
    private readonly tree: CompactRange,
    witnesses: readonly Witness[],
    private readonly findings: Findings,
  ) {
    this.waiting = witnesses
      .flatMap((witness) => this.parsed(witness))
      .sort((a, b) => a.checkpoint.size - b.checkpoint.size)
  }

  get count(): number {
    return this.agreeing
  }

  /** How many entries the largest of them states. */
  get coveredCount(): number {
    return this.covered
  }

  /** Whether one from outside speaks of the ledger as it is now. */
  get isAwaited(): boolean {
    return this.waiting[0]?.checkpoint.size === this.tree.size
  }

  /** Compares those from outside that speak of the ledger as it is now. */
  meet(ledger: Signed): void {
    while (this.isAwaited) {
      const parsed = this.waiting.shift()
      if (parsed !== undefined) this.check(parsed, ledger)
    }
  }

  /** One that is kept with the entries, and speaks of them as they are now. */
  add({size, note, frontier}: KeptCheckpoint, ledger: Signed): void {
    const name = `the checkpoint of ${size} entries`
    for (const parsed of this.parsed({name, note})) {
      if (parsed.checkpoint.size !== size)
        this.findings.fail(null, `${name} is kept as another`, parsed.checkpoint.size, size)
      else if (this.check(parsed, ledger) && !isSame(frontier, this.tree.frontier))
        this.findings.fail(null, `${name} does not go on as it ends`, this.tree.frontier, frontier)
    }
  }

  /** One that is kept with the entries, and speaks of more than there are. */
  addBeyond({size}: {readonly size: number}): void {
    this.findings.fail(
      null,
      'the ledger was cut: a checkpoint in it states more entries',
      entries(size),
      entries(this.tree.size),
    )
  }

  finish(): void {
    for (const {name, checkpoint} of this.waiting) {
      const what = `an older copy of the ledger lies here, or one that was cut: ${name} states more entries`
      this.findings.fail(null, what, entries(checkpoint.size), entries(this.tree.size))
    }
  }

  private parsed({name, note}: Witness): Parsed[] {
    const checkpoint = readCheckpoint(note)
    if (checkpoint !== undefined) return [{name, checkpoint}]
    this.findings.fail(null, `${name} is none`, 'a signed note (C2SP tlog-checkpoint)', note)
    return []
  }

  private check({name, checkpoint}: Parsed, {origin, publicKey}: Signed): boolean {
    const {root, size} = checkpoint
    const actual = this.tree.root()
    if (checkpoint.origin !== origin)
      this.findings.fail(null, `${name} is of another ledger`, origin, checkpoint.origin)
    else if (!isCheckpointSigned(checkpoint, publicKey))
      this.findings.fail(
        null,
        `${name} was not signed with this ledger’s key`,
        publicKey,
        'another signature',
      )
    else if (root !== actual)
      this.findings.fail(null, `the first ${entries(size)} are not those that ${name} states`, root, actual)
    else {
      this.agreeing++
      this.covered = Math.max(this.covered, size)
      return true
    }
    return false
  }
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`)

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each, at) => each === others[at])
