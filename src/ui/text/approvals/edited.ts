import type {Approval} from '../../../model/approval.js'
import type {Arguments} from '../../../model/call.js'
import type {Decision} from '../../../model/decision.js'
import type {Theme} from '../../theme.js'
import {changedArguments, changeText} from '../changed-arguments.js'
import {effectText} from '../effect.js'
import {escaped} from '../escape.js'
import {jsonText} from '../json.js'

/** What the policy says of a call as somebody edited it, and what they changed. */
export function editedText({args}: Approval, edited: Arguments, decision: Decision, theme: Theme): string {
  const {effect, ruleName, reason} = decision
  const by = ruleName === null ? 'by default' : `by ${escaped(ruleName)}`
  return [
    `Decided again: ${effectText(effect, theme)} ${by}: ${escaped(reason)}`,
    effect === 'deny' ? 'It can’t be approved so.' : 'It runs so if it is approved.',
    '',
    'Changed',
    ...changedArguments(args, edited).map((change) => `  ${changeText(change, theme)}`),
    '',
    'Arguments',
    jsonText(edited, 2),
  ].join('\n')
}
