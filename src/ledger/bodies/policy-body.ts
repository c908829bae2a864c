/** What an entry says of a policy that is put in force. */
export interface PolicyBody {
  readonly policy_hash: string
  readonly policy_version: string
  readonly rules_count: number
  readonly source: string
  /** The one in force before it. */
  readonly previous_hash: string | null
}
