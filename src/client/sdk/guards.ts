import type {AgentClient} from './agent-client.js'
import {createGuard, type Guard, type GuardOptions} from './guard.js'

export interface ApprovalOptions extends Omit<GuardOptions, 'requireApproval'> {
  /** What the person who is asked should know. */
  readonly message?: string
}

export interface LogOptions
  extends Omit<GuardOptions, 'requireApproval' | 'bypass' | 'raiseOnDeny' | 'raiseOnApprove'> {
  /** How much it matters, for whoever reads the log. */
  readonly level?: string
}

export interface Guards {
  /** Runs a function only when the policy lets it, with the arguments that the policy leaves it. */
  readonly enforcePolicy: Guard<GuardOptions>
  /** The same, and only when a person has agreed: policies see `metadata.requires_approval`. */
  readonly withApproval: Guard<ApprovalOptions>
  /** Runs a function in any case, and records it. */
  readonly logAction: Guard<LogOptions>
}

export const createGuards = (sharedClient: () => AgentClient): Guards => ({
  enforcePolicy: createGuard<GuardOptions>(sharedClient, (options) => options),
  withApproval: createGuard<ApprovalOptions>(sharedClient, asking),
  logAction: createGuard<LogOptions>(sharedClient, logging),
})

const asking = ({message, metadata, ...options}: ApprovalOptions): GuardOptions => ({
  ...options,
  requireApproval: true,
  metadata: {...metadata, requires_approval: true, ...(message !== undefined && {approval_message: message})},
})

const logging = ({level = 'INFO', metadata, ...options}: LogOptions): GuardOptions => ({
  ...options,
  bypass: true,
  metadata: {...metadata, level},
})
