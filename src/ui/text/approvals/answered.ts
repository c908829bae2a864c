import type {Approval} from '../../../model/approval.js'
import type {Canvas} from '../../theme.js'
import {argumentsLine} from '../arguments-line.js'
import {clippedTo} from '../clip.js'
import {escaped} from '../escape.js'
import {statusText} from './status.js'

/** What became of an approval by an answer, and what follows. */
export function answeredText(approval: Approval, {theme, width}: Canvas): string {
  const {status, tool, resolvedBy, editedArgs, args} = approval
  const by = resolvedBy === null ? '' : ` by ${escaped(resolvedBy)}`
  const call = argumentsLine(editedArgs ?? args)
  return [
    `${statusText(status, theme)} ${theme.strong(escaped(tool))}${by}`,
    clippedTo(`  ${editedArgs === null ? '' : 'edited: '}${call}`, width),
    `  ${followingText(approval)}`,
  ].join('\n')
}

function followingText({status, scope, quorum, answers}: Approval): string {
  if (status === 'pending') {
    const agreed = answers.filter(({effect}) => effect === 'approve').length
    return `${agreed} of ${quorum} agreed; it waits for the others`
  }
  if (status !== 'approved') return 'The call does not run'
  return scope === 'session'
    ? 'Good for this call in the rest of its session'
    : 'Good for one run of this call, when the agent makes it again'
}
