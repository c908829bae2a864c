import {TameError} from '../../errors.js'
import {ApprovalTimeoutError} from '../../model/approval-timeout.js'
import type {Decision} from '../../model/decision.js'
import {runs} from '../../model/effect.js'
import {ApprovalRefusedError, PolicyViolationError} from '../refusals.js'
import type {CallOptions} from './call-options.js'
import type {Connection, Host} from './connection.js'
import {refuseUnapproved} from './gate.js'
import {
  type BackgroundOptions,
  type KeptTask,
  type Task,
  type TaskFilter,
  type TaskStatistics,
  type TaskStatus,
  taskStatuses,
} from './task.js'

/** How a task is decided and run. */
interface Work<Result> {
  readonly connection: Connection
  decide(options: CallOptions): Promise<Decision>
  run(decision: Decision): Promise<Result>
}

type Changing = {-readonly [Key in keyof Task]: Task[Key]}

/** The calls of a client that wait, run or ended in the background. */
export class BackgroundTasks {
  readonly #host: Host
  readonly #tasks = new Map<string, {readonly task: Changing; readonly ending: AbortController}>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Resolves when it is known whether somebody has to be asked. One that has the same key and goes on is given again. */
  async start<Result>(tool: string, options: BackgroundOptions<Result>, work: Work<Result>): Promise<Task> {
    const {key = null, metadata = {}, agentId = work.connection.caller.agentId} = options
    const known = key === null ? undefined : this.#goingOn(key)
    if (known !== undefined) return known
    const {nowMs, newId, shelf} = this.#host
    const task: Changing = {
      id: newId(),
      key,
      status: 'pending',
      tool,
      agentId,
      approvalId: null,
      createdAtMs: nowMs(),
      updatedAtMs: nowMs(),
      result: undefined,
      error: undefined,
      metadata,
    }
    const ending = new AbortController()
    // Entered before anything is waited for: whoever starts the same twice at once has one task.
    this.#tasks.set(task.id, {task, ending})
    const kept = key === null ? undefined : await shelf.find(key)
    const running = new RunningTask(task, kept, {options, work, host: this.#host, ending})
    await running.begin()
    return {...task}
  }

  #goingOn(key: string): Task | undefined {
    for (const {task} of this.#tasks.values()) if (task.key === key && !isOver(task.status)) return {...task}
    return undefined
  }

  /** The oldest first. */
  list({status, agentId, tool}: TaskFilter = {}): Task[] {
    return [...this.#tasks.values()]
      .map(({task}) => ({...task}))
      .filter(
        (task) =>
          (status === undefined || task.status === status) &&
          (agentId === undefined || task.agentId === agentId) &&
          (tool === undefined || task.tool === tool),
      )
  }

  get(id: string): Task | undefined {
    const found = this.#tasks.get(id)
    return found && {...found.task}
  }

  /** Those with a key that an earlier program left, and that nobody has started again. */
  async left(): Promise<readonly KeptTask[]> {
    const kept = await this.#host.shelf.list()
    return kept.filter(({key}) => this.#goingOn(key) === undefined)
  }

  /** Forgets a task, and waits for it no more; the question itself stays open. Says whether there was one. */
  async delete(id: string): Promise<boolean> {
    const found = this.#tasks.get(id)
    if (found === undefined) return false
    this.#tasks.delete(id)
    found.ending.abort(deleted(id))
    if (found.task.key !== null) await this.#host.shelf.remove(found.task.key)
    return true
  }

  /** Forgets those that ended so long ago, and says how many they were. */
  clearCompleted(olderThanMs = 0): number {
    const beforeMs = this.#host.nowMs() - olderThanMs
    const over = this.list().filter(({status, updatedAtMs}) => isOver(status) && updatedAtMs <= beforeMs)
    for (const {id} of over) this.#tasks.delete(id)
    return over.length
  }

  stats(): TaskStatistics {
    const byStatus = Object.fromEntries(taskStatuses.map((status) => [status, 0])) as Record<
      TaskStatus,
      number
    >
    for (const {task} of this.#tasks.values()) byStatus[task.status]++
    return {total: this.#tasks.size, byStatus}
  }

  /** Waits for nothing any more. What has a key is waited for by the next program that starts it. */
  close(): void {
    for (const {ending} of this.#tasks.values()) ending.abort(clientClosed())
  }
}

const isOver = (status: TaskStatus): boolean => status !== 'pending' && status !== 'approved'

interface Running<Result> {
  readonly options: BackgroundOptions<Result>
  readonly work: Work<Result>
  readonly host: Host
  readonly ending: AbortController
}

class RunningTask<Result> {
  private approvalId: string | null

  constructor(
    private readonly task: Changing,
    private readonly kept: KeptTask | undefined,
    private readonly running: Running<Result>,
  ) {
    this.approvalId = kept?.approvalId ?? null
  }

  /** Asks, unless somebody was asked by the program before; then goes on by itself. */
  async begin(): Promise<void> {
    let decision: Decision | undefined
    try {
      decision = this.approvalId === null ? await this.decide() : undefined
      this.task.approvalId = this.approvalId
    } catch (error) {
      await this.end(undefined, error)
      return
    }
    void this.goOn(decision)
  }

  private async decide(): Promise<Decision> {
    const {key: _key, onDone: _onDone, timeoutMs: _timeout, signal: _signal, ...call} = this.running.options
    const sessionId = call.sessionId ?? this.kept?.sessionId
    // An event has one answer: what is asked after it was approved is another.
    const eventId =
      call.eventId === undefined || this.approvalId === null
        ? call.eventId
        : `${call.eventId}:${this.approvalId}`
    const decision = await this.running.work.decide({
      ...call,
      ...(sessionId !== undefined && {sessionId}),
      ...(eventId !== undefined && {eventId}),
    })
    this.approvalId = decision.effect === 'approve' ? decision.approvalId : null
    if (this.approvalId !== null) await this.keep(this.approvalId, decision)
    return decision
  }

  private async keep(approvalId: string, {sessionId}: Decision): Promise<void> {
    const {key, id, tool, createdAtMs} = this.task
    this.task.approvalId = approvalId
    if (key !== null) await this.running.host.shelf.put({key, id, tool, sessionId, approvalId, createdAtMs})
  }

  private async goOn(first: Decision | undefined): Promise<void> {
    try {
      const decision = await this.decided(first)
      this.change('approved')
      // Taken off before it runs: a program that ends meanwhile must not run it a second time.
      await this.takeOff()
      await this.end(await this.running.work.run(decision), undefined)
    } catch (error) {
      await this.end(undefined, error)
    }
  }

  private async decided(first: Decision | undefined): Promise<Decision> {
    let decision = first
    for (;;) {
      if (decision !== undefined && runs(decision.effect)) return decision
      if (decision?.effect === 'deny') throw new PolicyViolationError(decision)
      if (this.approvalId !== null) await this.approved(this.approvalId)
      decision = await this.decide()
    }
  }

  private async approved(approvalId: string): Promise<void> {
    const {options, work, ending} = this.running
    const {timeoutMs, signal} = options
    const signals = signal === undefined ? [ending.signal] : [ending.signal, signal]
    const waiting = work.connection.tame.approvals.wait(approvalId, {
      signal: AbortSignal.any(signals),
      ...(timeoutMs !== undefined && {timeoutMs}),
    })
    const approval = await waiting.catch((error: unknown) => this.unlessLost(error, approvalId))
    if (approval === undefined) return
    // What was decided is decided; a program started anew would only be told the same.
    if (approval.status !== 'approved') await this.takeOff()
    refuseUnapproved(approval)
  }

  /** Nothing where the question of an earlier program is in another record than this one's: then it is asked anew. */
  private unlessLost(error: unknown, approvalId: string): undefined {
    const isLost = error instanceof TameError && error.code === 'APPROVAL_NOT_FOUND'
    if (!isLost || approvalId !== this.kept?.approvalId) throw error
  }

  private change(status: TaskStatus): void {
    this.task.status = status
    this.task.updatedAtMs = this.running.host.nowMs()
  }

  private takeOff(): Promise<void> {
    const {key} = this.task
    return key === null ? Promise.resolve() : this.running.host.shelf.remove(key)
  }

  private async end(result: Result | undefined, error: unknown): Promise<void> {
    const {host, options} = this.running
    this.task.result = result
    this.task.error = error
    this.change(statusAfter(error))
    // Of what failed otherwise the next program may make more.
    if (this.task.status === 'denied') await this.takeOff().catch(() => undefined)
    try {
      options.onDone?.(error, result, {...this.task})
    } catch (thrown) {
      host.warn(`What is called when ${this.task.tool} is done fails: ${String(thrown)}`)
    }
  }
}

function statusAfter(error: unknown): TaskStatus {
  if (error === undefined) return 'completed'
  if (error instanceof ApprovalTimeoutError) return 'timeout'
  return error instanceof ApprovalRefusedError || error instanceof PolicyViolationError ? 'denied' : 'failed'
}

const deleted = (id: string): TameError => new TameError('TASK_DELETED', `The task ${id} was deleted`)

const clientClosed = (): TameError =>
  new TameError('CLIENT_CLOSED', 'This client was closed', {suggestions: ['Make a new Client']})
