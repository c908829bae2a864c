import type {Arguments} from '../../model/call.js'
import type {Comparison} from '../../model/comparison.js'
import type {Decision} from '../../model/decision.js'
import type {Effect} from '../../model/effect.js'
import type {Canvas, Theme} from '../theme.js'
import {changedArguments, changeText} from './changed-arguments.js'
import {comparisonText} from './comparison.js'
import {effectText} from './effect.js'
import {escaped} from './escape.js'
import {type Field, fieldsText} from './field-list.js'
import {shortJson} from './json.js'
import {hanging} from './wrap.js'

/** A decision as it may be shown: secrets are hidden before it gets here. */
export interface ShownDecision extends Omit<Decision, 'approval' | 'countsToward' | 'cost'> {
  /** What the caller gave, when the policy changed it. */
  readonly givenArgs?: Arguments | null
}

/** A decision: what becomes of the call, why, and what can be done next. */
export function decisionText(decision: ShownDecision, canvas: Canvas): string {
  const {theme, width} = canvas
  const {effect, tool, ruleName, reason} = decision
  const by = ruleName === null ? 'by default' : `by ${theme.strong(escaped(ruleName))}`
  const head = `${effectText(effect, theme)} ${theme.strong(escaped(tool))} ${by}: ${escaped(reason)}`
  const fields = fieldsText([...noticeFields(decision, theme), ...decisionFields(decision, theme)], canvas)
  const next = nextLines(decision, theme).map((line) => hanging(line, width))
  return [hanging(head, width), fields, ...next].join('\n')
}

/** What of a decision is not in its first line. */
export const decisionFields = (decision: ShownDecision, theme: Theme): Field[] => [
  ['compared', ...comparisonLines(decision.conditionsEvaluated, theme)],
  ['changed', ...changeLines(decision, theme)],
  ['runs with', ...(decision.effect === 'sanitize' ? [shortJson(decision.args, 400)] : [])],
  ['policy', `version ${escaped(decision.policyVersion)}, sha256 ${decision.policyHash.slice(0, 12)}`],
  ['session', ...some(decision.sessionId)],
  ['approval', ...some(decision.approvalId)],
  ['log id', decision.logId ?? 'none: nothing was recorded'],
]

/** Said where the call runs although the policy says otherwise. */
function noticeFields({enforced, effect, ruling}: ShownDecision, theme: Theme): Field[] {
  if (enforced || effect === ruling) return []
  return [['warning', theme.warning(`the policy says ${ruling}, and it is not enforced`)]]
}

/** More of them nobody reads here; the record has them all. */
const mostComparisons = 12

function comparisonLines(comparisons: readonly Comparison[], theme: Theme): string[] {
  const shown = comparisons.slice(0, mostComparisons).map((each) => comparisonText(each, theme))
  const left = comparisons.length - shown.length
  return left === 0 ? shown : [...shown, theme.faint(`… and ${left} more`)]
}

const changeLines = ({givenArgs, args}: ShownDecision, theme: Theme): string[] =>
  givenArgs ? changedArguments(givenArgs, args).map((change) => changeText(change, theme)) : []

const some = (text: string | null): string[] => (text === null ? [] : [escaped(text)])

/** Where to go from here; nothing after an allow, which is what was wanted. */
function nextLines({effect, logId}: ShownDecision, theme: Theme): string[] {
  const hint = logId === null ? nextUnrecorded[effect] : next(effect, logId)
  return hint === undefined ? [] : [`${theme.faint('Next:')} ${hint}`]
}

function next(effect: Effect, logId: string): string | undefined {
  switch (effect) {
    case 'allow':
      return undefined
    case 'deny':
    case 'approve':
      return `tame policy explain ${logId}`
    case 'sanitize':
      return `tame logs show ${logId}`
  }
}

const nextUnrecorded: Partial<Record<Effect, string>> = {
  deny: 'add --explain to see every rule',
  approve: 'add --explain to see every rule',
}
