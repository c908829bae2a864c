import type {CompiledPolicy} from '../../compiled-policy.js'
import type {Rule} from '../../rule/rule.js'
import type {Where} from '../logic/atom.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {Search} from '../witness/search.js'
import type {Witness} from '../witness/witness.js'

/** Something legal but wrong about a rule. */
export interface Finding {
  readonly rule: Rule
  readonly code: FindingCode
  readonly message: string
  readonly suggestion: string
  /** The part of the rule it is about; its name when that is left out. */
  readonly where?: Where
  /** Which of its `tools` it is about. */
  readonly tool?: number
  /** Nothing when no call shows it, and it is certain without. */
  readonly witness: Witness | null
}

type FindingCode =
  | 'ALLOW_AFTER_DENY'
  | 'ALLOWS_EVERYTHING'
  | 'ALLOW_ON_METADATA'
  | 'ALWAYS_APPLIES'
  | 'ALWAYS_TRUE'
  | 'HOST_AS_ADDRESS'
  | 'NEVER_TRUE'
  | 'PATH_AS_TEXT'
  | 'RULES_OVERLAP'
  | 'RULE_SHADOWED'
  | 'UNKNOWN_TOOL'
  | 'URL_AS_TEXT'

/** A policy as those look at it who search it for something. */
export class Inspection extends Search {
  constructor(
    policy: CompiledPolicy,
    readonly logics: readonly RuleLogic[],
    {knownTools, steps}: {readonly knownTools: readonly string[]; readonly steps: number},
  ) {
    super(policy, knownTools, steps)
  }
}

/** A rule as a message names it. */
export const ruleText = ({name, line}: Rule): string => `"${name}" (line ${line})`
