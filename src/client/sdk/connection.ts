import type {Arguments} from '../../model/call.js'
import type {Tame} from '../../model/tame.js'
import type {TaskShelf} from './task.js'

/** Whom a client asks, and what it says with each call that says no other. */
export interface Connection {
  readonly tame: Tame
  readonly caller: Caller
  readonly raiseOnDeny: boolean
  readonly raiseOnApprove: boolean
  readonly bypass: boolean
  /** Ends what was opened for this client alone. */
  close(): Promise<void>
}

/** Who calls, and what belongs to every call of theirs. */
export interface Caller {
  readonly sessionId: string | null
  readonly agentId: string | null
  readonly userId: string | null
  readonly metadata: Arguments
}

/** What a client takes from the program it is in. */
export interface Host {
  /** Any clock that only goes forward. */
  readonly elapsedMs: () => number
  /** Tells the program's operator what is no error of the call. */
  readonly warn: (message: string) => void
  readonly nowMs: () => number
  readonly newId: () => string
  /** Where questions are kept that a program started anew goes on waiting for. */
  readonly shelf: TaskShelf
}
