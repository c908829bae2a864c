import type {Effect} from './effect.js'

/** A rule as it is listed. */
export interface PolicyRule {
  readonly name: string
  readonly effect: Effect
  readonly tools: readonly string[]
  readonly description: string | null
}
