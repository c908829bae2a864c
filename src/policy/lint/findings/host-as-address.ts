import {childrenOf, type Expression} from '../../parse/expression.js'
import {printExpression} from '../../parse/print.js'
import {type Place, placeOf} from '../logic/place.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {applies, holdsCleanly} from '../witness/applies.js'
import {Scenario} from '../witness/scenario.js'
import {solve} from '../witness/solve.js'
import {witnessOf} from '../witness/witness.js'
import type {Finding, Inspection} from './finding.js'

/** `ip_in(host(url), …)` where most hosts are names: it can't tell where a name leads. */
export function* findHostsAsAddresses(inspection: Inspection): Generator<Finding> {
  for (const logic of inspection.logics) {
    for (const asked of asksIn(logic.rule.condition?.expression)) {
      const finding = findingFor(inspection, logic, asked)
      if (finding !== undefined) yield finding
    }
  }
}

interface Asked {
  readonly call: Expression
  readonly host: Expression
  readonly place: Place
}

function asksIn(expression: Expression | undefined): readonly Asked[] {
  if (expression === undefined) return []
  const [host] = expression.kind === 'call' && expression.callee.text === 'ip_in' ? expression.args : []
  const [url] = host?.kind === 'call' && host.callee.text === 'host' ? host.args : []
  const place = url === undefined ? undefined : placeOf(url)
  if (host !== undefined && place !== undefined) return [{call: expression, host, place}]
  return childrenOf(expression).flatMap(asksIn)
}

const named = 'https://www.example.org/'
const stranger = 'https://192.0.2.1/'

function findingFor(
  inspection: Inspection,
  logic: RuleLogic,
  {call, host, place}: Asked,
): Finding | undefined {
  const {rule} = logic
  const scenario = firstCall(inspection, logic, new Scenario().with(place, named))
  const verdict = scenario && inspection.decide(scenario)
  // A strict rule takes what it can't work out, and a lenient one leaves it.
  if (scenario === undefined || verdict === undefined) return undefined
  if (rule.isStrict !== (verdict.ruleName === rule.name)) return undefined
  // Where names are treated as addresses outside of the range are, that is what anybody would expect.
  const isForOthers = applies(rule, scenario.with(place, stranger).trial(inspection.policy))
  if (isForOthers === rule.isStrict) return undefined
  const guard = `matches(${printExpression(host)}, "^[0-9.]+$|:") and ${printExpression(call)}`
  return {
    rule,
    code: 'HOST_AS_ADDRESS',
    message: `ip_in can't tell where a host's name leads, so this rule ${rule.isStrict ? 'takes' : 'leaves out'} every URL with a name in it`,
    suggestion: `If it is meant for addresses only, write ${guard}`,
    where: {key: 'condition', span: call},
    witness: witnessOf(inspection, scenario, verdict),
  }
}

/** A call with a named host for which the rule can't be worked out. */
function firstCall(
  inspection: Inspection,
  {rule, holds = []}: RuleLogic,
  start: Scenario,
): Scenario | undefined {
  const {policy} = inspection
  for (const clause of holds.slice(0, 8)) {
    const scenario = solve(inspection, clause, start)
    if (scenario === undefined) continue
    const strictly = applies({...rule, isStrict: true}, scenario.trial(policy))
    if (strictly && !holdsCleanly(rule, scenario.trial(policy))) return scenario
  }
  return undefined
}
