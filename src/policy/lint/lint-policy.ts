import {type Path, readDocument, type SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import {catchAllFinding, findAlwaysTrue, findCatchAll} from './findings/always-true.js'
import {type Finding, Inspection} from './findings/finding.js'
import {findHostsAsAddresses} from './findings/host-as-address.js'
import {findAllowedClaims} from './findings/metadata.js'
import {findNeverTrue} from './findings/never-true.js'
import {findOverlaps} from './findings/overlap.js'
import {findPathsAsText} from './findings/path-as-text.js'
import {findShadowed} from './findings/shadowed.js'
import {findAllowsEverything, findUnknownTools} from './findings/tools.js'
import {findUrlsAsText} from './findings/url-as-text.js'
import {RuleLogic} from './logic/rule-logic.js'
import type {Witness} from './witness/witness.js'

export type {Witness}

/** A warning about what is legal but wrong, with a call that shows it. */
export interface LintProblem extends Problem {
  /** Nothing when the finding is certain and no call was found that shows it. */
  readonly witness: Witness | null
}

export interface Linting {
  /** In the order of the file. */
  readonly problems: readonly LintProblem[]
  /** True when the policy was too large or too involved to be looked at whole: there may be more to find. */
  readonly isIncomplete: boolean
}

export interface LintOptions {
  /** The names of tools that are known to exist. Without them, none is said to be unknown. */
  readonly knownTools?: readonly string[]
  /** How much may be done for each of three kinds of findings; a step takes a microsecond or so. */
  readonly steps?: number
}

/** Looks for what is legal but wrong in a policy. The text is the one that the policy was read from. */
export function lintPolicy(
  policy: CompiledPolicy,
  text: string,
  {knownTools = [], steps = 2_000_000}: LintOptions = {},
): Linting {
  const logics = policy.rules.map((rule) => new RuleLogic(rule))
  const inspection = (): Inspection => new Inspection(policy, logics, {knownTools, steps})
  const [rules, texts, overlaps] = [inspection(), inspection(), inspection()]
  const found = [...aboutRules(rules), ...aboutTexts(texts)]
  // Of a rule that is to be changed anyway, what it has in common with others may change too.
  const told = new Set(found.map(({rule}) => rule))
  found.push(...findOverlaps(overlaps, ({rule}) => told.has(rule)))
  const document = readDocument(policy.file, text)
  return {
    problems: inOrder(found.map((finding) => placed(document, finding))),
    isIncomplete: [rules, texts, overlaps].some((each) => each.isIncomplete),
  }
}

function* aboutRules(inspection: Inspection): Generator<Finding> {
  yield* findNeverTrue(inspection)
  yield* findAlwaysTrue(inspection)
  const catchAll = findCatchAll(inspection)
  if (catchAll !== undefined) yield catchAllFinding(inspection, catchAll)
  yield* findShadowed(inspection)
  yield* findAllowsEverything(inspection)
  yield* findUnknownTools(inspection)
}

function* aboutTexts(inspection: Inspection): Generator<Finding> {
  yield* findPathsAsText(inspection)
  yield* findUrlsAsText(inspection)
  yield* findAllowedClaims(inspection)
  yield* findHostsAsAddresses(inspection)
}

function placed(document: SourceDocument, finding: Finding): LintProblem {
  const {rule, code, message, suggestion, where, tool, witness} = finding
  const about = {severity: 'warning', code, message, suggestion} as const
  const path: Path = ['rules', rule.position]
  if (where?.span !== undefined) {
    const {start, end} = where.span
    return {...document.problemInText([...path, 'condition'], start, end, about), witness}
  }
  const part = where === undefined ? ['name'] : [where.key, where.block ?? tool ?? []].flat()
  return {...document.problemAtValue([...path, ...part], about), witness}
}

const inOrder = (problems: readonly LintProblem[]): readonly LintProblem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
