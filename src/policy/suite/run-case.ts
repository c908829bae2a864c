import type {Arguments, Call} from '../../model/call.js'
import {canonicalJson} from '../../model/canonical-json.js'
import type {CaseResult, Expectation, Outcome} from '../../model/case-result.js'
import type {Facts} from '../../model/facts.js'
import type {Verdict} from '../../model/verdict.js'
import {clipped} from '../../source/problem.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import {decide} from '../decide.js'
import {redactArgs} from '../redact.js'
import {SessionRecord} from './session-record.js'
import type {Case, Suite} from './suite.js'
import {whyNot} from './why-not.js'

/** A call that was decided, with all that the decision stood on. */
export interface Decided {
  readonly call: Call
  readonly facts: Facts
  readonly nowMs: number
  readonly verdict: Verdict
}

/** Makes the calls of a case, each with what the ones before left behind, and looks at how the last came out. */
export function runCase(
  policy: CompiledPolicy,
  suite: Suite,
  each: Case,
  onDecided: (decided: Decided) => void = () => {},
): CaseResult {
  // What is tested is what the policy says, also while it only watches.
  const enforced = policy.isShadow ? {...policy, isShadow: false} : policy
  const decided = decideAll(enforced, each, onDecided)
  const actual = outcomeOf(decided.verdict)
  const differences = differencesOf(each, actual)
  const failed = differences.length > 0
  return {
    ...about(suite, policy, each),
    status: failed ? 'failed' : 'passed',
    actual: withoutSecrets(policy, actual),
    differences,
    why: failed ? whyNot(enforced, each.expected, decided) : null,
  }
}

/** The result of a case that nobody asked for. */
export const skippedCase = (policy: CompiledPolicy, suite: Suite, each: Case): CaseResult => ({
  ...about(suite, policy, each),
  status: 'skipped',
  actual: null,
  differences: [],
  why: null,
})

const about = (
  {file}: Suite,
  policy: CompiledPolicy,
  each: Case,
): Omit<CaseResult, 'status' | 'actual' | 'differences' | 'why'> => ({
  name: caseTitle(policy, each),
  file,
  line: each.line,
  policy: policy.file,
  tool: each.call.tool,
  args: redactArgs(policy, each.call.args),
  repeat: each.repeat,
  expected: withoutSecrets(policy, each.expected),
})

/** A case's name; with the tool and its arguments, when it is one of a matrix. */
export function caseTitle(policy: CompiledPolicy, {name, isOfMatrix, call}: Case): string {
  if (!isOfMatrix) return name
  return `${name}: ${call.tool} ${clipped(JSON.stringify(redactArgs(policy, call.args)))}`
}

const withoutSecrets = <Part extends {readonly args?: Arguments}>(
  policy: CompiledPolicy,
  part: Part,
): Part => (part.args === undefined ? part : {...part, args: redactArgs(policy, part.args)})

function decideAll(
  policy: CompiledPolicy,
  {call, circumstances, nowMs = 0, repeat}: Case,
  onDecided: (decided: Decided) => void,
): Decided {
  const record = new SessionRecord(circumstances, policy)
  const decideNext = (): Decided => {
    const facts = record.facts()
    const decided = {call, facts, nowMs, verdict: decide(policy, call, facts, nowMs)}
    record.add(decided.verdict)
    onDecided(decided)
    return decided
  }
  let last = decideNext()
  for (let made = 1; made < repeat; made++) last = decideNext()
  return last
}

const outcomeOf = ({effect, ruleName, reason, args}: Verdict): Outcome => ({
  decision: effect,
  rule: ruleName,
  reason,
  args,
})

function differencesOf({expected, call}: Case, actual: Outcome): (keyof Expectation)[] {
  const {decision, rule, reason, args} = expected
  const isAsExpected: Record<keyof Expectation, boolean> = {
    decision: decision === undefined || decision === actual.decision,
    rule: rule === undefined || rule === actual.rule,
    reason: reason === undefined || actual.reason.includes(reason),
    args:
      args === undefined || canonicalJson(args) === canonicalJson(withoutAdded(actual.args, args, call.args)),
  }
  return expectations.filter((key) => !isAsExpected[key])
}

/** Less what the policy put there by itself (`set`) and the case does not speak of; all that the caller passed counts. */
function withoutAdded(actual: Arguments, expected: Arguments, given: Arguments): Arguments {
  const counts = ([key]: readonly [string, unknown]): boolean =>
    Object.hasOwn(expected, key) || Object.hasOwn(given, key)
  return Object.fromEntries(Object.entries(actual).filter(counts))
}

const expectations = ['decision', 'rule', 'reason', 'args'] as const
