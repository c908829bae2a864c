import {closestName} from '../../../model/spelling.js'
import {prepareToolGlob} from '../../functions/glob.js'
import type {Rule} from '../../rule/rule.js'
import type {Where} from '../logic/atom.js'
import {toolPlace} from '../logic/place.js'
import type {RuleLogic} from '../logic/rule-logic.js'
import {Scenario} from '../witness/scenario.js'
import {decided} from '../witness/witness.js'
import type {Finding, Inspection} from './finding.js'

/** Names and patterns of tools that fit none of those known. */
export function* findUnknownTools(inspection: Inspection): Generator<Finding> {
  const known = new Set(inspection.knownTools)
  if (known.size === 0) return
  for (const logic of inspection.logics) {
    for (const named of toolsNamedIn(logic)) {
      if (known.has(named.pattern) || inspection.knownTools.some(prepareToolGlob([named.pattern]))) continue
      yield unknownTool(inspection, logic.rule, named)
    }
  }
}

interface Named {
  readonly pattern: string
  readonly where: Where
  readonly tool?: number
}

function toolsNamedIn({rule, atoms}: RuleLogic): readonly Named[] {
  const listed = (rule.definition.tools ?? []).map(
    (pattern, tool): Named => ({pattern, where: {key: 'tools'}, tool}),
  )
  const compared = atoms.flatMap(({question, term, where}) =>
    question.kind === 'equals' && term.key === 'tool_name'
      ? question.values.map((value) => ({pattern: String(value), where}))
      : [],
  )
  return [...listed, ...compared.filter(({pattern}) => !/[*?]/.test(pattern))]
}

function unknownTool(inspection: Inspection, rule: Rule, {pattern, where, tool}: Named): Finding {
  const isGlob = /[*?]/.test(pattern)
  const meant = closestName(pattern, inspection.knownTools)
  const call = meant === undefined ? undefined : new Scenario().with(toolPlace, meant)
  return {
    rule,
    code: 'UNKNOWN_TOOL',
    message: isGlob ? `No known tool fits "${pattern}"` : `No known tool is called "${pattern}"`,
    suggestion:
      meant === undefined
        ? 'Check its spelling: a rule for a tool that is never called does nothing.'
        : `Did you mean "${meant}"?`,
    where,
    ...(tool === undefined ? {} : {tool}),
    witness: call === undefined ? null : decided(inspection, call),
  }
}

/** A rule that lets every call run, under a policy whose default says otherwise. */
export function* findAllowsEverything(inspection: Inspection): Generator<Finding> {
  const {policy, logics} = inspection
  for (const {rule, misses} of logics) {
    if (rule.effect !== 'allow' || misses?.length !== 0 || policy.defaultEffect === 'allow') continue
    const call = new Scenario().with(toolPlace, 'a_tool_nobody_thought_of')
    const witness = decided(inspection, call)
    if (witness?.rule !== rule.name) continue
    yield {
      rule,
      code: 'ALLOWS_EVERYTHING',
      message: `"${rule.name}" allows every call that comes to it, also of tools nobody has thought of: the default, ${policy.defaultEffect}, never decides`,
      suggestion: 'Name the tools it is for, or write default: allow if that is what is meant.',
      witness,
    }
  }
}
