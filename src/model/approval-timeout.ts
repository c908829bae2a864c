import {ExitCode, TameError} from '../errors.js'

/** Nobody answered while somebody waited. The question may be open still. */
export class ApprovalTimeoutError extends TameError {
  constructor(
    readonly approvalId: string,
    /** How long was waited. */
    readonly timeoutMs: number,
  ) {
    super('APPROVAL_TIMEOUT', `Nobody answered the approval ${approvalId} within ${timeoutMs} ms`, {
      suggestions: [`tame approve ${approvalId}`, 'Wait longer'],
      exitCode: ExitCode.waiting,
    })
    this.name = 'ApprovalTimeoutError'
  }
}
