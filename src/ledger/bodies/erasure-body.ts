/** What an entry says of contents that were taken out of others. */
export interface ErasureBody {
  /** Of the entries that have none any more. */
  readonly seqs: readonly number[]
  readonly target: {readonly log_id: string} | {readonly note_seq: number} | {readonly session_id: string}
  readonly reason: string
}
