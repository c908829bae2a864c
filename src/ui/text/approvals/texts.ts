import {type Approval, approvalJson} from '../../../model/approval.js'
import type {Canvas} from '../../theme.js'
import {jsonText} from '../json.js'
import {approvalLine} from './line.js'

/** Approvals in a format, a text each with its line end. */
export async function* approvalTexts(
  format: 'lines' | 'jsonl',
  approvals: AsyncIterable<Approval>,
  canvas: Canvas,
): AsyncGenerator<string> {
  for await (const approval of approvals)
    yield `${format === 'jsonl' ? jsonText(approvalJson(approval)) : approvalLine(approval, canvas)}\n`
}
