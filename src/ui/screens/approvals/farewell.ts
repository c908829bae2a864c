import {counted} from '../../text/counted.js'
import type {QueueState} from './state.js'

/** What came of it, said when the screen is gone: what failed at the end nobody has seen there. */
export function farewellText({tally, outgoing, sending, leaving}: QueueState): string {
  const {approved, denied, refusals} = tally
  const answered = approved + denied > 0 ? [`${approved} approved, ${denied} denied`] : []
  const lines = [...answered, ...refusals]
  if (leaving !== 'interrupted') return lines.join('\n')
  const unsent = outgoing.reduce((sum, {ids}) => sum + ids.length, 0)
  if (unsent > 0) lines.push(`Not sent: ${counted(unsent, 'answer')}, whose time to undo was not over`)
  if (sending.size > 0) lines.push(`Not known to have arrived: ${counted(sending.size, 'answer')}`)
  return lines.join('\n')
}
