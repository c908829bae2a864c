import type {Call} from '../../model/call.js'
import type {Expectation} from '../../model/case-result.js'
import type {AgentFacts, Facts, SessionFacts} from '../../model/facts.js'
import type {SourceDocument} from '../../source/document.js'

/** A policy's tests, as their file says them. */
export interface Suite {
  readonly file: string
  /** The file of the policy, from the suite's own. */
  readonly policyPath: string
  readonly cases: readonly Case[]
  readonly document: SourceDocument
}

/** One call, in one state of affairs, with what must become of it. */
export interface Case {
  readonly name: string
  /** One of several with this name. */
  readonly isOfMatrix: boolean
  readonly line: number
  /** Its place in the file; those of a matrix share it. */
  readonly position: number
  readonly call: Call
  readonly circumstances: Circumstances
  /** Nothing when the suite does not say when. */
  readonly nowMs: number | undefined
  readonly repeat: number
  readonly expected: Expectation
}

/** What is known before the first call; null where nothing is. */
export interface Circumstances {
  readonly session: SessionFacts | null
  readonly agent: AgentFacts | null
  readonly user: NonNullable<Facts['user']> | null
}
