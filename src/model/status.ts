import {type PolicyInForce, policyInForceJson} from './policy-in-force.js'

/** Who answers, and how it is with it. */
export interface Status {
  readonly mode: 'embedded' | 'remote'
  readonly apiUrl: string | null
  readonly version: string
  readonly isHealthy: boolean
  /** Nothing when there is none that could be put in force. */
  readonly policy: PolicyInForce | null
  /** What keeps calls from being decided or recorded: each says what, where and what to do. */
  readonly problems: readonly StatusProblem[]
  readonly store: StoreStatus
  readonly pendingApprovals: number
}

export interface StatusProblem {
  readonly code: string
  readonly message: string
  readonly suggestions: readonly string[]
}

export interface StoreStatus {
  readonly kind: 'sqlite' | 'postgres'
  readonly location: string
  readonly entries: number
  readonly decisions: Readonly<Record<'allow' | 'deny' | 'approve' | 'sanitize', number>>
}

/** A status as `--json` prints it and the server answers it. */
export const statusJson = ({policy, store, ...status}: Status): object => ({
  mode: status.mode,
  api_url: status.apiUrl,
  version: status.version,
  healthy: status.isHealthy,
  problems: status.problems,
  policy: policy === null ? null : policyInForceJson(policy),
  store: {kind: store.kind, location: store.location, entries: store.entries, decisions: store.decisions},
  pending_approvals: status.pendingApprovals,
})
