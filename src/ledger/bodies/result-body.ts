/** What an entry says of what came of a call. */
export interface ResultBody {
  readonly log_id: string
  /** The place of the decision. */
  readonly call_seq: number
  readonly status: string
  readonly duration_ms: number | null
  readonly cost: number | null
  readonly content: string | null
}
