import fc from 'fast-check'
import widthOf from 'string-width'
import {describe, expect, test} from 'vitest'
import type {Approval} from '../../../../src/model/approval.js'
import {plainTheme} from '../../../../src/ui/plain-theme.js'
import {questionOf} from '../../../../src/ui/screens/approvals/question.js'
import {approvalText} from '../../../../src/ui/text/approvals/approval.js'
import {queueFrame} from '../../../helpers/frame.js'
import {approval, PlayedQueue} from '../../../helpers/questions.js'

const nasty = fc.constantFrom(
  ...[
    '\u001b[2J',
    '\u001b]0;x\u0007',
    '\u009b31m',
    '\n',
    '\r',
    '\u2028',
    '\u202e',
    '\u200b',
    `a${'\u0300'.repeat(50)}`,
  ],
  ...['删除', '👩‍👩‍👧‍👦', '🇩🇪', 'é', '\ud800', 'x'.repeat(300), ' ', '…', '"'],
)
const text = fc
  .array(fc.oneof(nasty, fc.string({unit: 'binary', maxLength: 5})), {maxLength: 6})
  .map((parts) => parts.join(''))

const hostile: fc.Arbitrary<Approval> = fc
  .record({
    tool: text,
    args: fc.dictionary(text, text),
    agentId: fc.option(text),
    sessionId: fc.option(text),
    reason: text,
    ruleName: fc.option(text),
    resolvedBy: fc.option(text),
    comment: fc.option(text),
  })
  .map((said) => approval({id: `id-${said.tool.length}`, ...said}))

const size = fc.record({columns: fc.integer({min: 1, max: 220}), rows: fc.integer({min: 1, max: 60})})
const page = (asked: Approval | undefined): string =>
  approvalText(asked ?? approval(), {width: 80, theme: plainTheme})
const keys = fc.array(fc.constantFrom(...'jkadsxe /?u', '\r', '\u001b'), {maxLength: 8})

describe('on a terminal of any size', () => {
  test('nothing that an agent or a server says leaves its line, or is obeyed', () => {
    fc.assert(
      fc.property(fc.array(hostile, {maxLength: 5}), size, keys, text, (asked, terminal, typed, said) => {
        const queue = new PlayedQueue(asked.map(questionOf), terminal)
        for (const key of typed) queue.type(key)
        queue.happen({kind: 'told', id: asked[0]?.id ?? '', seq: 1, title: said, text: page(asked[0])})
        queue.happen({kind: 'lost', reason: said}, {kind: 'failed', id: 'id', reason: said})
        const lines = queueFrame(queue.state).slice(1, -1).split('\n')
        expect(lines.length).toBeLessThanOrEqual(Math.max(terminal.rows, 4))
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
          expect(widthOf(line)).toBeLessThanOrEqual(Math.max(terminal.columns, 2))
        }
      }),
      {numRuns: 200},
    )
  })
})
