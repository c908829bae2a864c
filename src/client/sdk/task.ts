import type {Arguments} from '../../model/call.js'
import type {CallOptions} from './call-options.js'

export const taskStatuses = ['pending', 'approved', 'denied', 'completed', 'failed', 'timeout'] as const
/**
 * `pending`: somebody is asked. `approved`: it runs. Then `completed` or `failed`, as the tool ended; `denied` and `timeout`
 * where it never ran.
 */
export type TaskStatus = (typeof taskStatuses)[number]

/** A call that is waited for in the background. */
export interface Task {
  readonly id: string
  readonly key: string | null
  readonly status: TaskStatus
  readonly tool: string
  readonly agentId: string | null
  /** Nothing while nobody was asked. */
  readonly approvalId: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** What the tool gave, once it is completed. */
  readonly result: unknown
  /** Why it is denied, failed or too late. */
  readonly error: unknown
  readonly metadata: Arguments
}

export interface BackgroundOptions<Result> extends Omit<CallOptions, 'raiseOnDeny' | 'raiseOnApprove'> {
  /** The program's own name of this one task: started anew, it goes on waiting for the question of before. */
  readonly key?: string
  /** Called once, whatever comes of it: with an error, or with what the tool gave. */
  readonly onDone?: (error: unknown, result: Result | undefined, task: Task) => void
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface TaskFilter {
  readonly status?: TaskStatus
  readonly agentId?: string
  readonly tool?: string
}

export interface TaskStatistics {
  readonly total: number
  readonly byStatus: Readonly<Record<TaskStatus, number>>
}

/** What is kept of a task with a key while somebody is asked. Its arguments are not: they may be secret. */
export interface KeptTask {
  readonly key: string
  readonly id: string
  readonly tool: string
  readonly sessionId: string | null
  readonly approvalId: string
  readonly createdAtMs: number
}

/** Keeps tasks beyond the end of the program. */
export interface TaskShelf {
  find(key: string): Promise<KeptTask | undefined>
  list(): Promise<readonly KeptTask[]>
  put(task: KeptTask): Promise<void>
  remove(key: string): Promise<void>
}
