/** How a person is asked. */
export interface ApprovalTerms {
  readonly timeoutMs: number
  /** What an unanswered question comes to. */
  readonly onTimeout: 'allow' | 'deny'
  /** Who may answer; empty when every approver may. */
  readonly approvers: readonly string[]
  /** How many different people must agree. */
  readonly quorum: number
}
