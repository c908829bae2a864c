import type {Arguments} from '../../model/call.js'
import type {AgentClient} from './agent-client.js'
import {type BindingOptions, createBinding} from './binding.js'
import {createGuard, type Guard, type GuardOptions, nameless} from './guard.js'
import type {BackgroundOptions, Task} from './task.js'

export interface ApprovalOptions extends Omit<GuardOptions, 'requireApproval'> {
  /** What the person who is asked should know. */
  readonly message?: string
}

export interface LogOptions
  extends Omit<GuardOptions, 'requireApproval' | 'bypass' | 'raiseOnDeny' | 'raiseOnApprove'> {
  /** How much it matters, for whoever reads the log. */
  readonly level?: string
}

export interface InBackgroundOptions<Args extends unknown[], Result>
  extends BindingOptions,
    Omit<BackgroundOptions<Result>, 'key' | 'eventId'> {
  /** What policies call it; its own name when left out. */
  readonly tool?: string
  /** Who asks; the shared client when left out. */
  readonly client?: AgentClient
  /** The program's own name of a call: started anew, it goes on waiting for the question of before. */
  readonly key?: (...args: Args) => string
}

/** A function that is asked about, and runs as soon as it may while its caller goes on. */
type InBackground = <This, Args extends unknown[], Result>(
  fn: (this: This, ...args: Args) => Result | Promise<Result>,
  options?: InBackgroundOptions<Args, Result>,
) => (this: This, ...args: Args) => Promise<Task>

export interface Guards {
  /** Runs a function only when the policy lets it, with the arguments that the policy leaves it. */
  readonly enforcePolicy: Guard<GuardOptions>
  /** The same, and only when a person has agreed: policies see `metadata.requires_approval`. */
  readonly withApproval: Guard<ApprovalOptions>
  /** Runs a function in any case, and records it. */
  readonly logAction: Guard<LogOptions>
  /** Runs a function as soon as it may, and calls back with what came of it. */
  readonly inBackground: InBackground
}

export const createGuards = (sharedClient: () => AgentClient): Guards => ({
  enforcePolicy: createGuard<GuardOptions>(sharedClient, (options) => options),
  withApproval: createGuard<ApprovalOptions>(sharedClient, asking),
  logAction: createGuard<LogOptions>(sharedClient, logging),
  inBackground: (fn, options = {}) => backgrounded(fn, options, sharedClient),
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

function backgrounded<This, Args extends unknown[], Result>(
  fn: (this: This, ...args: Args) => Result | Promise<Result>,
  {tool = fn.name, client, names, extra, key, ...options}: InBackgroundOptions<Args, Result>,
  sharedClient: () => AgentClient,
): (this: This, ...args: Args) => Promise<Task> {
  if (tool === '') throw nameless()
  const binding = createBinding({...(names && {names}), ...(extra && {extra})})
  return async function (this: This, ...given: Args): Promise<Task> {
    const run = (args: Arguments): Result | Promise<Result> =>
      fn.apply(this, binding.listOf(args, given) as Args)
    const named = key === undefined ? {} : {key: key(...given)}
    return (client ?? sharedClient()).background(tool, binding.argumentsOf(given), run, {
      ...options,
      ...named,
    })
  }
}
