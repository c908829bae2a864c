import type {Choices} from './choices.js'
import type {CheckedExpression} from './reader.js'

/** Who does what is typed. */
export interface Shell {
  /** Who calls, and which server is asked, as the prompt says it. */
  readonly caller: string
  /** Runs the commands of a text. The terminal is theirs meanwhile. */
  run(text: string): Promise<{readonly isLeaving: boolean}>
  complete(text: string, at: number): Promise<Choices>
  check(expression: string): Promise<CheckedExpression>
  /** Tells what happens meanwhile, such as that the policy was saved. */
  follow(tell: (text: string) => void, signal: AbortSignal): Promise<void>
}
