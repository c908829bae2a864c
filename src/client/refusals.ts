import {ExitCode, TameError, type TameErrorOptions} from '../errors.js'
import type {Approval} from '../model/approval.js'
import type {Decision} from '../model/decision.js'

/** A call may not run now: what was decided of it, for whoever catches this. */
abstract class RefusedCallError extends TameError {
  // Not a property that a printed error would show: the arguments in it may be secret.
  readonly #decision: Decision

  constructor(code: string, message: string, decision: Decision, options: TameErrorOptions) {
    super(code, message, options)
    this.#decision = decision
  }

  get decision(): Decision {
    return this.#decision
  }
}

/** The policy denies the call. */
export class PolicyViolationError extends RefusedCallError {
  constructor(decision: Decision) {
    super('POLICY_VIOLATION', `${decision.tool} is denied${byRule(decision)}: ${decision.reason}`, decision, {
      suggestions: explainIt(decision),
      exitCode: ExitCode.denied,
    })
    this.name = 'PolicyViolationError'
  }
}

/** A person has to agree before the call may run. */
export class ApprovalRequiredError extends RefusedCallError {
  constructor(decision: Decision, reason: string = decision.reason, suggestions = explainIt(decision)) {
    super(
      'APPROVAL_REQUIRED',
      `${decision.tool} waits for a person${byRule(decision)}: ${reason}`,
      decision,
      {
        suggestions,
        exitCode: ExitCode.waiting,
      },
    )
    this.name = 'ApprovalRequiredError'
  }

  /** What the person is asked under; null when nobody was asked yet. */
  get approvalId(): string | null {
    return this.decision.approvalId
  }
}

/** A person denied the call, or the question about it was taken back. */
export class ApprovalRefusedError extends TameError {
  // Not a property that a printed error would show, as the decision of the others.
  readonly #approval: Approval

  constructor(approval: Approval) {
    const {id, tool, status, resolvedBy, comment} = approval
    const said = comment === null ? '' : `: ${comment}`
    super(
      'APPROVAL_REFUSED',
      `${tool} was ${status}${resolvedBy === null ? '' : ` by ${resolvedBy}`}${said}`,
      {
        suggestions: [`tame approve ${id} --json`],
        exitCode: ExitCode.denied,
      },
    )
    this.name = 'ApprovalRefusedError'
    this.#approval = approval
  }

  get approval(): Approval {
    return this.#approval
  }

  get approvalId(): string {
    return this.#approval.id
  }
}

const byRule = ({ruleName}: Decision): string => (ruleName === null ? '' : ` by the rule ${ruleName}`)

const explainIt = ({logId}: Decision): string[] => (logId === null ? [] : [`tame policy explain ${logId}`])
