/** How often something may be done, and who is counted by itself. */
export interface Limit {
  /** The rule that has it; its counts are kept under this name. */
  readonly ruleName: string
  readonly count: number
  readonly per: 'session' | 'agent' | 'user' | 'tool'
  readonly windowMs: number
}
