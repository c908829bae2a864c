import type {TameError} from '../errors.js'

/** Something that was recorded. Its `seq` is the cursor after which a follower resumes, without a gap or a repeat. */
export interface LedgerEvent {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly sessionId: string | null
  readonly body: Readonly<Record<string, unknown>>
  /** What entered the ledger only by its hash: arguments, results. Nothing when it was erased. */
  readonly content: Readonly<Record<string, unknown>> | null
}

export interface EventQuery {
  /** Events after this entry; those that come from now on when it is left out. */
  readonly after?: number
  readonly kinds?: readonly string[]
  readonly sessionId?: string
  readonly agentId?: string
  readonly signal?: AbortSignal
  /** Told why, when whoever is followed is out of reach, and with null when not any more. Nothing is missed in between. */
  readonly onTouch?: (trouble: TameError | null) => void
}
