import {TameError} from '../../errors.js'
import type {Arguments} from '../../model/call.js'
import type {CallResult} from '../../model/call-result.js'
import type {Decision} from '../../model/decision.js'
import {runs} from '../../model/effect.js'
import type {LogRecord} from '../../model/log-record.js'
import type {PolicyInForce} from '../../model/policy-in-force.js'
import type {Status} from '../../model/status.js'
import type {EnforceOptions, Tame} from '../../model/tame.js'
import {ValidationError} from '../failures.js'
import {ApprovalRequiredError, PolicyViolationError} from '../refusals.js'
import {BackgroundTasks} from './background-tasks.js'
import {
  type CallerOptions,
  type CallOptions,
  createCall,
  type ExecuteOptions,
  type GateOptions,
} from './call-options.js'
import type {Connection, Host} from './connection.js'
import {decideInTheEnd} from './gate.js'
import {failure, success} from './outcome.js'
import type {BackgroundOptions, Task} from './task.js'
import {validOr} from './valid.js'

/** Runs a tool with the arguments that were decided, which may not be those that were given. */
export type Run<Result> = (args: Arguments, decision: Decision) => Result | Promise<Result>

/** That nothing but a value or an error can come of it. */
export interface AlwaysRaises {
  readonly raiseOnDeny?: true
  readonly raiseOnApprove?: true
}

/** A recorded call: a decision, or what is known of it. */
export type CallReference = Pick<Decision, 'logId'> & Partial<Pick<Decision, 'sessionId'>>

/** What an agent asks with. Opens what it needs when it is first used. */
export class AgentClient implements AsyncDisposable {
  readonly #connect: () => Promise<Connection>
  readonly #host: Host
  #connection: Promise<Connection> | undefined
  #isClosed = false
  /** What is waited for while the program goes on. */
  readonly tasks: BackgroundTasks

  constructor(connect: () => Promise<Connection>, host: Host) {
    this.#connect = connect
    this.#host = host
    this.tasks = new BackgroundTasks(host)
  }

  /** Decides a call and records it. Rejects when it may not run, unless you asked for the decision in any case. */
  async enforce(tool: string, args: Arguments = {}, options: CallOptions = {}): Promise<Decision> {
    const connection = await this.#open()
    const decision = await decide(connection, tool, args, options)
    const {raiseOnDeny = connection.raiseOnDeny, raiseOnApprove = connection.raiseOnApprove} = options
    raise(decision, {raiseOnDeny, raiseOnApprove})
    return decision
  }

  /**
   * Asks, and waits for the person where one has to agree. Resolves when the call may run: with the arguments of the decision.
   * Rejects when it is denied, by the policy or by the person, and with the question's id when nobody answers in time.
   */
  async gate(tool: string, args: Arguments = {}, options: GateOptions = {}): Promise<Decision> {
    const {timeoutMs, signal, ...call} = options
    const wait = {...(timeoutMs !== undefined && {timeoutMs}), ...(signal !== undefined && {signal})}
    const decision = await this.#decide(await this.#open(), tool, args, {...call, wait})
    raise(decision, {})
    return decision
  }

  /**
   * Asks, and goes on at once: the tool runs as soon as it may, and `onDone` is called with what came of it, whatever that is.
   * With a `key`, the question is found again by a program that was started anew and asks the same with the same key.
   */
  async background<Result>(
    tool: string,
    args: Arguments,
    run: Run<Result>,
    options: BackgroundOptions<Result> = {},
  ): Promise<Task> {
    const connection = await this.#open()
    return this.tasks.start(tool, options, {
      connection,
      decide: (call) => decide(connection, tool, args, call),
      run: (decision) => this.#run(connection.tame, decision, run),
    })
  }

  /**
   * Asks, runs the tool if it may, records what came of it, and gives what the tool gave. What may not run is an error
   * here, also where the configuration says otherwise for `enforce`; only `raiseOnDeny: false` beside the call makes it undefined.
   */
  execute<Result>(
    tool: string,
    args: Arguments,
    run: Run<Result>,
    options?: ExecuteOptions & AlwaysRaises,
  ): Promise<Result>
  execute<Result>(
    tool: string,
    args: Arguments,
    run: Run<Result>,
    options: ExecuteOptions,
  ): Promise<Result | undefined>
  async execute<Result>(
    tool: string,
    args: Arguments,
    run: Run<Result>,
    options: ExecuteOptions = {},
  ): Promise<Result | undefined> {
    const connection = await this.#open()
    const decision = await this.#decide(connection, tool, args, options)
    raise(decision, options)
    if (!runs(decision.effect)) return undefined
    if (options.requireApproval === true && lacksApproval(decision))
      return this.#block(connection.tame, decision, options)
    return this.#run(connection.tame, decision, run)
  }

  /** Records what came of a call that `enforce` let run. */
  async updateResult(call: CallReference, outcome: Partial<CallResult>): Promise<void> {
    const {tame} = await this.#open()
    if (call.logId === null) throw notRecorded()
    const status = outcome.status ?? (outcome.error == null ? 'success' : 'error')
    const of = call.sessionId ? {sessionId: call.sessionId} : {}
    await validOr(tame.report(call.logId, {...outcome, status}, of))
  }

  /** What was recorded of a session, oldest first. */
  async getSessionLogs(sessionId?: string): Promise<LogRecord[]> {
    const {tame, caller} = await this.#open()
    const session = sessionId ?? caller.sessionId
    if (session === null) throw noSession()
    const records: LogRecord[] = []
    for await (const record of tame.logs.list({sessionId: session})) records.push(record)
    return records
  }

  async getPolicyInfo(): Promise<PolicyInForce> {
    const {tame} = await this.#open()
    return tame.policy.current()
  }

  /** What would be decided of a call now. Records nothing, and never rejects because of the answer. */
  async testPolicy(tool: string, args: Arguments = {}, options: CallerOptions = {}): Promise<Decision> {
    const {tame, caller} = await this.#open()
    return validOr(tame.test(createCall(tool, args, caller, options)))
  }

  async status(): Promise<Status> {
    const {tame} = await this.#open()
    return tame.status()
  }

  /** All else that can be asked: logs, sessions, events, the audit. */
  async tame(): Promise<Tame> {
    return (await this.#open()).tame
  }

  /** Finishes what is under way. A tool that still runs can't have its result recorded any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.tasks.close()
    const opened = this.#connection
    this.#connection = undefined
    await (await opened?.catch(() => undefined))?.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #open(): Promise<Connection> {
    if (this.#isClosed) return Promise.reject(closed())
    this.#connection ??= this.#connect().catch((error: unknown) => {
      // The next call tries again: a policy may have been written, or a server started.
      this.#connection = undefined
      throw error
    })
    return this.#connection
  }

  #decide(connection: Connection, tool: string, args: Arguments, options: ExecuteOptions): Promise<Decision> {
    const {wait = false} = options
    if (wait === false) return decide(connection, tool, args, options)
    return decideInTheEnd(options.eventId, wait === true ? {} : wait, {
      approvals: connection.tame.approvals,
      elapsedMs: this.#host.elapsedMs,
      decide: (eventId) =>
        decide(connection, tool, args, {...options, ...(eventId !== undefined && {eventId})}),
    })
  }

  async #block(tame: Tame, decision: Decision, options: ExecuteOptions): Promise<undefined> {
    const error = nobodyAsked(decision)
    await this.#report(tame, decision, {status: 'blocked', error: error.message})
    if (options.raiseOnApprove !== false) throw error
  }

  async #run<Result>(tame: Tame, decision: Decision, run: Run<Result>): Promise<Result> {
    const {elapsedMs} = this.#host
    const startedMs = elapsedMs()
    let result: Result
    try {
      result = await run(decision.args, decision)
    } catch (error) {
      await this.#report(tame, decision, failure(error, elapsedMs() - startedMs))
      throw error
    }
    await this.#report(tame, decision, success(result, elapsedMs() - startedMs))
    return result
  }

  /** The tool has run: were an error of this one its own, whoever catches it would run it again. */
  async #report(tame: Tame, {logId, tool}: Decision, outcome: CallResult): Promise<void> {
    try {
      if (logId !== null) await tame.report(logId, outcome)
    } catch (error) {
      this.#host.warn(`What came of ${tool} (${logId}) is not recorded: ${(error as Error).message}`)
    }
  }
}

function decide(
  {tame, caller, bypass: always}: Connection,
  tool: string,
  args: Arguments,
  options: CallOptions,
): Promise<Decision> {
  const {eventId, bypass = always} = options
  const asked: EnforceOptions = {...(eventId !== undefined && {eventId}), ...(bypass && {bypass})}
  return validOr(tame.enforce(createCall(tool, args, caller, options), asked))
}

function raise(decision: Decision, {raiseOnDeny = true, raiseOnApprove = true}: Raising): void {
  if (runs(decision.effect)) return
  if (decision.effect === 'approve') {
    if (raiseOnApprove) throw new ApprovalRequiredError(decision)
  } else if (raiseOnDeny) throw new PolicyViolationError(decision)
}

type Raising = Pick<CallOptions, 'raiseOnDeny' | 'raiseOnApprove'>

/** Nobody has agreed to it, and something binds: in shadow mode and with bypass everything runs. */
const lacksApproval = ({enforced, approvalId}: Decision): boolean => enforced && approvalId === null

const nobodyAsked = (decision: Decision): ApprovalRequiredError =>
  new ApprovalRequiredError(decision, 'it runs only when a person has agreed, and the policy asked nobody', [
    'Add a rule before the others: {name: ask, condition: metadata.requires_approval == true, action: approve}',
  ])

const closed = (): TameError =>
  new TameError('CLIENT_CLOSED', 'This client was closed', {suggestions: ['Make a new Client']})

const notRecorded = (): ValidationError =>
  new ValidationError('NOT_RECORDED', 'There is no record of this call, so it can have no result', {
    suggestions: ['Report the decision that enforce gave; one of testPolicy is not recorded'],
  })

const noSession = (): ValidationError =>
  new ValidationError('SESSION_MISSING', 'No session was named, and this client has none', {
    suggestions: ['Name one: client.getSessionLogs(id)', 'new Client({sessionId: …})'],
  })
