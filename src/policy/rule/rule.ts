import type {ApprovalTerms} from '../../model/approval-terms.js'
import type {Effect} from '../../model/effect.js'
import type {Limit} from '../../model/limit.js'
import type {Asked} from '../compile/ask.js'
import type {Condition} from '../condition.js'
import type {RuleFile} from '../file/schema.js'
import type {Sanitizer} from '../sanitize/sanitizer.js'
import type {Requirement} from './requirement.js'
import type {Trial} from './trial.js'

/** A rule, ready to decide. */
export interface Rule extends Asked<Trial> {
  readonly name: string
  /** As the file has it. */
  readonly definition: RuleFile
  /** Its place among the rules, from 0. */
  readonly position: number
  /** The line of the file it begins on. */
  readonly line: number
  readonly effect: Effect
  /** What a decision says when this rule makes it. */
  readonly reason: string
  /** Whether it makes the answer stricter, so that it applies when it can't be worked out. */
  readonly isStrict: boolean
  /** The only tools it can apply to, when they are known by name. */
  readonly toolNames: ReadonlySet<string> | undefined
  /** Whether its `tools` fit a tool's name. */
  fitsTool(tool: string): boolean
  /** What it asks beside the tool, in the order in which it is asked. */
  readonly requirements: readonly Requirement[]
  readonly condition: Condition | undefined
  readonly limit: Limit | undefined
  readonly approval: ApprovalTerms | null
  readonly sanitize: Sanitizer | undefined
}
