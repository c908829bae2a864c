import type {Arguments} from './call.js'

/** What `verify` looked at, and what it found. */
export interface Verification {
  readonly ok: boolean
  readonly origin: string | null
  readonly entries: number
  /** Of all entries, as hexadecimal digits. */
  readonly root: string
  /** How many were there, and agree. */
  readonly checkpoints: number
  /** The first ones, if there are many. */
  readonly failures: readonly VerificationFailure[]
  /** What is unusual, and may be in order. */
  readonly remarks: readonly VerificationRemark[]
}

export interface VerificationFailure {
  /** Nothing where it is not about one entry. */
  readonly seq: number | null
  readonly what: string
  readonly expected: string
  readonly actual: string
}

export interface VerificationRemark {
  readonly seq: number | null
  readonly what: string
}

/** A signed statement of what the ledger held: whoever keeps it can tell later whether that is still there. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: string
  /** The signed note, as C2SP tlog-checkpoint has it. */
  readonly note: string
}

/** That an entry is in the ledger which a checkpoint states. */
export interface Proof {
  readonly seq: number
  /** The entry's canonical bytes. */
  readonly entry: string
  readonly hash: string
  /** The neighbours' hashes on the way to the root, nearest first. */
  readonly path: readonly string[]
  readonly checkpoint: Checkpoint
}

/** Something that is no call, and that somebody wants on record. */
export interface Note {
  readonly type: string
  readonly details: Arguments
  readonly sessionId?: string | null
  /** Who says so; a server takes the name of the key. */
  readonly by: string
  readonly keyId?: string | null
}

/** Where it is on record. */
export interface NoteReceipt {
  readonly seq: number
  readonly atMs: number
}

/** What is to be taken out of the record: a call, a note by its place, or all calls and notes of a session. */
export type ErasureTarget =
  | {readonly logId: string}
  | {readonly noteSeq: number}
  | {readonly sessionId: string}

export interface Erasure {
  /** The entry that records it. */
  readonly seq: number
  readonly entries: number
  /** Whether no byte of it is left in the files; else somebody reads an older state, and it goes when that is over. */
  readonly cleared: boolean
}
