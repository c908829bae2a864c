/** The policy that calls are decided by. */
export interface PolicyInForce {
  readonly version: string
  readonly hash: string
  readonly description: string | null
  readonly rulesCount: number
  /** Where its text came from. */
  readonly source: string
  readonly loadedAtMs: number
  readonly isShadow: boolean
  /** What keeps the text that is there now from being put in force; empty when it is. */
  readonly problems: readonly string[]
}

/** The same as `--json` prints it and the server answers it. */
export const policyInForceJson = (policy: PolicyInForce): object => ({
  version: policy.version,
  hash: policy.hash,
  description: policy.description,
  rules_count: policy.rulesCount,
  source: policy.source,
  loaded_at: new Date(policy.loadedAtMs).toISOString(),
  mode: policy.isShadow ? 'shadow' : 'enforce',
  problems: policy.problems,
})
