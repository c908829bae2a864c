// For programs that are checked without the types of Node, which declare the same.
/// <reference lib="esnext.disposable" preserve="true" />
export {
  AuthenticationError,
  ConnectionError,
  RateLimitError,
  ValidationError,
} from './client/failures.js'
export {ApprovalRefusedError, ApprovalRequiredError, PolicyViolationError} from './client/refusals.js'
export type {CallReference, Run} from './client/sdk/agent-client.js'
export type {BackgroundTasks} from './client/sdk/background-tasks.js'
export type {ArgumentNames} from './client/sdk/binding.js'
export type {CallerOptions, CallOptions, ExecuteOptions, GateOptions} from './client/sdk/call-options.js'
export type {Guard, Guarded, GuardOptions} from './client/sdk/guard.js'
export type {ApprovalOptions, InBackgroundOptions, LogOptions} from './client/sdk/guards.js'
export type {
  BackgroundOptions,
  KeptTask,
  Task,
  TaskFilter,
  TaskStatistics,
  TaskStatus,
} from './client/sdk/task.js'
export {ExitCode, TameError, type TameErrorOptions} from './errors.js'
export type {
  Approval,
  ApprovalAnswer,
  ApprovalQuery,
  ApprovalStatus,
  GivenAnswer,
  GivenCancellation,
  WaitOptions,
} from './model/approval.js'
export {ApprovalTimeoutError} from './model/approval-timeout.js'
export type {Arguments, Call} from './model/call.js'
export type {CallResult} from './model/call-result.js'
export type {Comparison} from './model/comparison.js'
export type {Decision} from './model/decision.js'
export {type Effect, runs} from './model/effect.js'
export type {Explanation} from './model/explanation.js'
export type {EventQuery, LedgerEvent} from './model/ledger-event.js'
export type {LogFilter, LogQuery} from './model/log-filter.js'
export type {LogRecord} from './model/log-record.js'
export type {PolicyInForce} from './model/policy-in-force.js'
export type {Session, SessionPage, SessionQuery} from './model/session.js'
export type {Status} from './model/status.js'
export type {Approvals, EnforceOptions, RecordedExplanation, ReportOptions, Tame} from './model/tame.js'
export {Client, type ClientOptions} from './runtime/client.js'
export {type OpenTameOptions, openTame} from './runtime/open-for-program.js'
export {
  background,
  configure,
  enforce,
  enforcePolicy,
  execute,
  gate,
  inBackground,
  logAction,
  sharedClient,
  withApproval,
} from './runtime/shared-client.js'
