import type {Arguments} from './call.js'

export const approvalStatuses = ['pending', 'approved', 'denied', 'expired', 'cancelled'] as const
export type ApprovalStatus = (typeof approvalStatuses)[number]

/** How far an approval goes: for one run, or for each run of this call in the rest of its session. */
export const approvalScopes = ['once', 'session'] as const
export type ApprovalScope = (typeof approvalScopes)[number]

/** A question to a person about one exact call, and what became of it. */
export interface Approval {
  readonly id: string
  /** By the clock: one that nobody has answered in time is expired as soon as somebody looks. */
  readonly status: ApprovalStatus
  /** The entry of its last step: an approval that has a higher one is newer. */
  readonly seq: number
  /** The decision that asked. */
  readonly logId: string
  readonly tool: string
  /** As they may be shown: secrets are hidden. */
  readonly args: Arguments
  readonly sessionId: string | null
  readonly agentId: string | null
  readonly userId: string | null
  /** The key that asked; null where none was shown, or needed. */
  readonly keyId: string | null
  readonly metadata: Arguments | null
  /** Why the rule asks. */
  readonly reason: string
  readonly ruleName: string | null
  readonly policyHash: string
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  readonly onTimeout: 'allow' | 'deny'
  /** Who may answer; empty when every approver may. */
  readonly approvers: readonly string[]
  /** How many different people must agree. */
  readonly quorum: number
  readonly answers: readonly ApprovalAnswer[]
  readonly scope: ApprovalScope
  /** What is to be run in place of `args`. What is hidden in it is run as the caller gives it. */
  readonly editedArgs: Arguments | null
  /** The decision that let the call run; nothing while none did, and for one that is good for a session. */
  readonly spentBy: string | null
  /** Nothing while it is pending; `timeout` where the clock decided. */
  readonly resolvedBy: string | null
  readonly resolvedAtMs: number | null
  /** What the one who resolved it said. */
  readonly comment: string | null
  /** Arguments, metadata and comments were taken out of the record. */
  readonly isErased: boolean
}

/** What one person said. */
export interface ApprovalAnswer {
  readonly by: string
  readonly effect: 'approve' | 'deny'
  readonly atMs: number
  readonly comment: string | null
}

/** Which approvals are meant; what is left out does not narrow. */
export interface ApprovalQuery {
  readonly status?: ApprovalStatus
  readonly sessionId?: string
  readonly agentId?: string
  /** Those that this key asked; null: those asked without one. */
  readonly keyId?: string | null
  /** At most so many, the newest. Oldest first in any case. */
  readonly limit?: number
}

/** What a person says to a question. */
export interface GivenAnswer {
  readonly effect: 'approve' | 'deny'
  /** Who answers. A server takes it from the key instead. */
  readonly by: string
  readonly comment?: string | null
  /** The call is to be run with these. What is hidden stays as it is shown, and is run as the caller gives it. */
  readonly args?: Arguments | null
  readonly scope?: ApprovalScope
  /** The `seq` of the approval as it was seen. Whoever agrees to what others edited must have seen that, and nothing older. */
  readonly seq?: number | null
  /** The key of who answers, where tame answers for others: the one that asked may not answer. */
  readonly keyId?: string | null
}

export interface GivenCancellation {
  /** Who takes the question back. */
  readonly by: string
  readonly comment?: string | null
}

export interface WaitOptions {
  /** How long to wait, whatever time the question itself has. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** An approval as `--json` prints it and the server answers it. */
export interface ApprovalJson {
  approval_id: string
  status: ApprovalStatus
  tool_name: string
  tool_args: Arguments
  session_id: string | null
  agent_id: string | null
  user_id: string | null
  key_id: string | null
  metadata: Arguments | null
  reason: string
  rule_name: string | null
  policy_hash: string
  log_id: string
  requested_at: string
  expires_at: string
  on_timeout: 'allow' | 'deny'
  approvers: readonly string[]
  quorum: number
  answers: readonly ApprovalAnswerJson[]
  scope: ApprovalScope
  edited_args: Arguments | null
  spent_by: string | null
  resolved_by: string | null
  resolved_at: string | null
  comment: string | null
  erased: boolean
  seq: number
}

interface ApprovalAnswerJson {
  by: string
  effect: 'approve' | 'deny'
  at: string
  comment: string | null
}

export const approvalJson = (approval: Approval): ApprovalJson => ({
  approval_id: approval.id,
  status: approval.status,
  tool_name: approval.tool,
  tool_args: approval.args,
  session_id: approval.sessionId,
  agent_id: approval.agentId,
  user_id: approval.userId,
  key_id: approval.keyId,
  metadata: approval.metadata,
  reason: approval.reason,
  rule_name: approval.ruleName,
  policy_hash: approval.policyHash,
  log_id: approval.logId,
  requested_at: timeText(approval.requestedAtMs),
  expires_at: timeText(approval.expiresAtMs),
  on_timeout: approval.onTimeout,
  approvers: approval.approvers,
  quorum: approval.quorum,
  answers: approval.answers.map(({by, effect, atMs, comment}) => ({by, effect, at: timeText(atMs), comment})),
  scope: approval.scope,
  edited_args: approval.editedArgs,
  spent_by: approval.spentBy,
  resolved_by: approval.resolvedBy,
  resolved_at: approval.resolvedAtMs === null ? null : timeText(approval.resolvedAtMs),
  comment: approval.comment,
  erased: approval.isErased,
  seq: approval.seq,
})

const timeText = (atMs: number): string => new Date(atMs).toISOString()
