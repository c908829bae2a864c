import {ask} from '../../compile/ask.js'
import type {Rule} from '../../rule/rule.js'
import type {Trial} from '../../rule/trial.js'

/** Whether a rule would apply to a call if no other came before it. */
export function applies(rule: Rule, trial: Trial): boolean {
  return (
    rule.fitsTool(trial.tool_name) &&
    rule.requirements.every((requirement) => meets(() => ask(requirement, trial), rule))
  )
}

function meets(ask: () => boolean, {isStrict}: Rule): boolean {
  try {
    return ask()
  } catch {
    return isStrict
  }
}

/** Whether all that a rule asks could be worked out for a call, and holds. */
export function holdsCleanly(rule: Rule, trial: Trial): boolean {
  return applies({...rule, isStrict: false}, trial)
}
