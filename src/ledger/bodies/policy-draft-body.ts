/** What an entry says of a policy that was handed in. */
export interface PolicyDraftBody {
  readonly policy_hash: string
  readonly policy_version: string
  readonly rules_count: number
  readonly description: string | null
  readonly created_by: string
}
