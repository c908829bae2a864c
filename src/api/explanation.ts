import * as z from 'zod/mini'
import type {Decision} from '../model/decision.js'
import {effects} from '../model/effect.js'
import {type Explanation, type ExpressionExplanation, explanationJson} from '../model/explanation.js'
import type {RecordedExplanation} from '../model/tame.js'
import {comparison, decision, decisionJson} from './decision.js'
import {textOrNull} from './fields.js'
import {logRecord, logRecordJson} from './log-record.js'

export interface TreeJson {
  kind: string
  source: string
  start: number
  end: number
  value?: unknown
  error?: string | undefined
  not_evaluated?: true | undefined
  children: TreeJson[]
}

export const tree: z.ZodMiniType<TreeJson, TreeJson> = z.object({
  kind: z.string(),
  source: z.string(),
  start: z.number(),
  end: z.number(),
  value: z.optional(z.unknown()),
  error: z.optional(z.string()),
  not_evaluated: z.optional(z.literal(true)),
  get children() {
    return z.array(tree)
  },
})

const part = z.object({
  key: z.enum(['tools', 'agents', 'conditions', 'condition', 'limit']),
  outcome: z.enum(['holds', 'fails', 'error', 'not asked']),
  error: textOrNull,
  comparisons: z.array(comparison),
  tree: z.nullable(tree),
})

const explanationObject = z.object({
  rules: z.array(
    z.object({
      rule_name: z.string(),
      effect: z.enum(effects),
      line: z.number(),
      outcome: z.enum(['applies', 'does not apply', 'not reached']),
      parts: z.array(part),
    }),
  ),
  nearest_miss: z.nullable(
    z.object({rule_name: z.string(), effect: z.enum(effects), missing: z.array(z.string())}),
  ),
})

/** A decision with all that led to it. */
export const explained = z.pipe(
  z.object({decision, explanation: explanationObject}),
  z.transform(({decision, explanation}) => ({
    decision,
    explanation: explanationOf(decision, explanation),
  })),
)

/** A recorded call with what led to its decision, and whether it would be decided so again. */
export const recordedExplanation = z.pipe(
  z.object({
    record: logRecord,
    explanation: z.nullable(explanationObject),
    verdict: z.nullable(decision),
    again: z.enum(['same', 'different', 'unknown']),
    why: textOrNull,
  }),
  z.transform(
    ({verdict, explanation, ...rest}): RecordedExplanation => ({
      ...rest,
      explanation: verdict === null || explanation === null ? null : explanationOf(verdict, explanation),
    }),
  ),
)

function explanationOf(verdict: Decision, json: z.output<typeof explanationObject>): Explanation {
  return {
    verdict: verdictOf(verdict),
    rules: json.rules.map(({rule_name, parts, ...rule}) => ({
      ruleName: rule_name,
      ...rule,
      parts: parts.map((each) => ({...each, tree: each.tree === null ? null : treeOf(each.tree)})),
    })),
    nearestMiss:
      json.nearest_miss === null
        ? null
        : {
            ruleName: json.nearest_miss.rule_name,
            effect: json.nearest_miss.effect,
            missing: json.nearest_miss.missing,
          },
  }
}

/** The verdict in a decision: a decision without its receipt. */
const verdictOf = ({
  logId: _logId,
  sessionId: _sessionId,
  timestamp: _timestamp,
  approvalId: _approvalId,
  ...verdict
}: Decision): Explanation['verdict'] => verdict

const treeOf = ({not_evaluated, error, children, ...rest}: TreeJson): ExpressionExplanation => ({
  ...rest,
  ...(error !== undefined && {error}),
  ...(not_evaluated && {notEvaluated: true}),
  reads: [],
  children: children.map(treeOf),
})

export const explainedJson = ({
  decision,
  explanation,
}: {
  decision: Decision
  explanation: Explanation
}): unknown => ({decision: decisionJson(decision), explanation: explanationJson(explanation)})

export const recordedExplanationJson = ({record, explanation, again, why}: RecordedExplanation): unknown => ({
  record: logRecordJson(record),
  explanation: explanation === null ? null : explanationJson(explanation),
  verdict: explanation === null ? null : decisionJson({...record, ...explanation.verdict}),
  again,
  why,
})
