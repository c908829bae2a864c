import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {checkApproval} from './check-approval.js'
import {checkConditionKey, checkConditionValues} from './check-conditions.js'
import {patternFault} from './check-policy.js'
import {checkSanitizeStep} from './check-sanitize.js'
import {type LooseRule, textsOf} from './well-shaped.js'

/** What is wrong between the keys of a rule, and inside those that have a language of their own. */
export function checkRule(document: SourceDocument, rule: LooseRule): Problem[] {
  const path: Path = ['rules', rule.position]
  return [
    ...checkAction(document, rule),
    ...checkApproval(document, rule),
    ...checkAgents(document, rule),
    ...checkOldConditions(document, rule),
    ...checkToolPatterns(document, [...path, 'tools'], rule.written['tools']),
    ...rule.steps.flatMap(({position, step}) =>
      checkSanitizeStep(document, [...path, 'sanitize', position], step),
    ),
  ]
}

/** Keys that mean something with one action only, and would otherwise say what nobody does. */
function checkAction(document: SourceDocument, {position, written, known: {action}}: LooseRule): Problem[] {
  if (action === undefined) return []
  const has = (key: string): boolean => Object.hasOwn(written, key)
  const at = (key: string): Path => ['rules', position, key]
  const problems: Problem[] = []
  if (has('sanitize') && action !== 'sanitize') {
    problems.push(document.problemAtKey(at('sanitize'), unusedKey('sanitize', 'sanitize', action)))
  }
  if (has('approval') && action !== 'approve') {
    problems.push(document.problemAtKey(at('approval'), unusedKey('approval', 'approve', action)))
  }
  if (action === 'sanitize' && !has('sanitize'))
    problems.push(document.problemAtValue(at('action'), nothingToSanitize))
  if (action === 'allow' && has('limit')) problems.push(document.problemAtKey(at('limit'), limitThatAllows))
  return problems
}

const unusedKey = (key: string, wanted: string, action: string): About => ({
  code: key === 'sanitize' ? 'SANITIZE_UNUSED' : 'APPROVAL_UNUSED',
  message: `"${key}" does nothing with action: ${action}`,
  suggestion: `Write action: ${wanted}, or remove "${key}".`,
})

const nothingToSanitize: About = {
  code: 'SANITIZE_MISSING',
  message: 'action: sanitize needs "sanitize", the list of what to change',
  suggestion: 'Add for example: sanitize: [{arg: headers.authorization, with: mask}]',
}

const limitThatAllows: About = {
  code: 'LIMIT_ON_ALLOW',
  message: 'A limit applies once it is exceeded, so this rule would allow only what is too much',
  suggestion: 'Put a rule with action: deny and this limit before it.',
}

function checkToolPatterns(document: SourceDocument, path: Path, tools: unknown): Problem[] {
  return textsOf(tools).flatMap(({text, position}) => {
    const about = patternFault(text)
    return about === undefined ? [] : [document.problemAtValue([...path, position], about)]
  })
}

function checkAgents(document: SourceDocument, {position, known: {agents}}: LooseRule): Problem[] {
  if (agents === undefined || Object.keys(agents).length > 0) return []
  const about: About = {
    code: 'INVALID_VALUE',
    message: '"agents" names nobody',
    suggestion: 'Add ids, tiers or tags, or remove it.',
  }
  return [document.problemAtKey(['rules', position, 'agents'], about)]
}

function checkOldConditions(
  document: SourceDocument,
  {position, known: {conditions = {}}}: LooseRule,
): Problem[] {
  return Object.entries(conditions).flatMap(([block, wanted]) =>
    Object.entries(wanted).flatMap(([key, value]) => {
      const path = ['rules', position, 'conditions', block, key]
      return [...checkConditionKey(document, path, key), ...checkConditionValues(document, path, value)]
    }),
  )
}
