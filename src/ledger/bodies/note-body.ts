/** What an entry says of something that is no call, and that somebody wanted on record. */
export interface NoteBody {
  readonly type: string
  readonly by: string
  readonly key_id: string | null
  /** Its details. */
  readonly content: string
}
