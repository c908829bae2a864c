/** What an entry says of a session that is put away. */
export interface SessionBody {
  readonly action: 'archive'
  readonly session_id: string
  readonly by: string
  /** How many calls it held. */
  readonly calls: number
  /** ISO 8601. */
  readonly retained_until: string
}
