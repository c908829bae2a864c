import type {TameError} from '../errors.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'

/** A sound policy, and the text it was made of. */
export interface SuppliedPolicy {
  readonly policy: CompiledPolicy
  readonly text: string
  /** Where the text came from. */
  readonly source: string
  readonly loadedAtMs: number
}

/** Where the policy in force comes from. It may be another one from one call to the next, never during a call. */
export interface PolicySupply {
  /** The policy in force; the first question loads it. Rejects as long as there was none that is sound. */
  current(): Promise<SuppliedPolicy>
  /** What keeps the text that is there now from being in force; nothing when it is. */
  readonly problem: TameError | undefined
  /** Puts in force what is there now. Rejects when that is not sound; the policy before stays then. */
  reload(): Promise<SuppliedPolicy>
  /** Puts this text there, and in force. */
  replace(text: string): Promise<SuppliedPolicy>
  close(): Promise<void>
}
