/** What an entry says of a question to a person, or of what becomes of it. */
export type ApprovalBody = AskedStep | AnsweredStep | ResolvedStep | ExpiredStep | CancelledStep | SpentStep

interface Step {
  readonly approval_id: string
  /** Whose call it is. */
  readonly agent_id: string | null
  readonly content: string | null
}

export interface AskedStep extends Step {
  readonly step: 'asked'
  /** The decision that asks. */
  readonly log_id: string
  readonly call_seq: number
  readonly user_id: string | null
  readonly key_id: string | null
  readonly tool_name: string
  readonly rule_name: string | null
  readonly policy_hash: string
  /** ISO 8601. */
  readonly expires_at: string
  readonly on_timeout: 'allow' | 'deny'
  readonly approvers: readonly string[]
  readonly quorum: number
}

/** What one person says. What they wrote, and the arguments they changed, are its content. */
interface AnsweredStep extends Step {
  readonly step: 'answered'
  readonly by: string
  /** The key of who answers; null where tame answers for whoever runs it. Entries of before say nothing of it. */
  readonly key_id?: string | null
  readonly effect: 'approve' | 'deny'
  readonly scope: 'once' | 'session'
  readonly edits: boolean
}

interface ResolvedStep extends Step {
  readonly step: 'resolved'
  readonly status: 'approved' | 'denied'
  readonly by: string
}

interface ExpiredStep extends Step {
  readonly step: 'expired'
}

interface CancelledStep extends Step {
  readonly step: 'cancelled'
  readonly by: string
}

/** A run on the strength of it. */
interface SpentStep extends Step {
  readonly step: 'spent'
  readonly log_id: string
  readonly call_seq: number
}
