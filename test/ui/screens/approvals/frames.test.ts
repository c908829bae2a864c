import widthOf from 'string-width'
import {describe, expect, test} from 'vitest'
import {plainTheme} from '../../../../src/ui/plain-theme.js'
import {questionOf} from '../../../../src/ui/screens/approvals/question.js'
import {approvalText} from '../../../../src/ui/text/approvals/approval.js'
import {queueFrame} from '../../../helpers/frame.js'
import {approval, noonMs, PlayedQueue, questions} from '../../../helpers/questions.js'

const mebibyte = 2 ** 20

/** Calls as agents make them, and as nobody should. */
const waiting = [
  approval({id: 'id-1'}),
  approval({
    id: 'id-2',
    tool: '删除文件',
    args: {路径: '/数据/报告.txt', 强制: true},
    agentId: '助手',
    reason: '删除需要批准',
    expiresAtMs: noonMs + 42_000,
  }),
  approval({
    id: 'id-3',
    tool: 'post_message',
    args: {text: '🎉 party 👩‍👩‍👧‍👦 at 🏠', channel: '#general'},
    requestedAtMs: noonMs - 7_500_000,
    quorum: 2,
    answers: [{by: 'ada', effect: 'approve', atMs: noonMs, comment: null}],
  }),
  approval({
    id: 'id-4',
    tool: 'run\u001b[2J\u001b[31m',
    args: {command: 'echo "\u001b]0;owned\u0007" \u202ecod.exe\n\trm -rf /'},
    agentId: null,
    userId: 'eve\u001b[1A',
    sessionId: null,
    reason: 'Shell \u001b[8m',
  }),
  approval({id: 'id-5', tool: 'write_file', args: {content: 'x'.repeat(mebibyte), path: '/etc/hosts'}}),
].map(questionOf)

const played = (columns: number, rows: number): PlayedQueue => new PlayedQueue(waiting, {columns, rows})

/** No line is wider than the terminal, and nothing in one moves the cursor. */
function checkFrame(frame: string, columns: number, rows: number): void {
  const lines = frame.slice(1, -1).split('\n')
  expect(lines).toHaveLength(rows)
  expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns)
  expect(frame.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
}

describe('the queue fills a terminal of', () => {
  test('80×24', () => {
    const frame = queueFrame(played(80, 24).type(' aj d').state)
    checkFrame(frame, 80, 24)
    expect(frame).toMatchInlineSnapshot(`
      "
      Approvals  4 waiting · 1 marked                                           ● live
         send_email           to="ada@example.com", subject="… 2m     ✔ approving
           researcher · nightly — Mails leave the house
         删除文件             "路径"="/数据/报告.txt", "强制"… 2m     42s left
           助手 · nightly — 删除需要批准
       ● post_message         text="🎉 party 👩‍👩‍👧‍👦 at 🏠", chann… 2h05m  1 of 2, 58m left
           researcher · nightly — Mails leave the house
      ❯  run\\u001b[2J\\u001b[… command="echo \\"\\u001b]0;owned\\… 2m     58m left
           eve\\u001b[1A · - — Shell \\u001b[8m
         write_file           path="/etc/hosts", content="xxx… 2m     58m left
           researcher · nightly — Mails leave the house











      Why deny post_message? ▏
      ⏎ done · esc back · Ctrl-U clear
      "
    `)
  })

  test('40×15', () => {
    const frame = queueFrame(played(40, 15).type('j').state)
    checkFrame(frame, 40, 15)
    expect(frame).toMatchInlineSnapshot(`
      "
      Approvals  5 waiting              ● live
         send_email           58m left
           to="ada@example.com", subject="Hi"
           researcher, 2m ago: Mails leave th…
      ❯  删除文件             42s left
           "路径"="/数据/报告.txt", "强制"=tr…
           助手, 2m ago: 删除需要批准
         post_message         1 of 2, 58m left
           text="🎉 party 👩‍👩‍👧‍👦 at 🏠", channel=…
           researcher, 2h05m ago: Mails leave…
         run\\u001b[2J\\u001b[… 58m left
           command="echo \\"\\u001b]0;owned\\u00…
           eve\\u001b[1A, 2m ago: Shell \\u001b…

      a approve · d deny · ⏎ details · ? keys
      "
    `)
  })

  test('200×50', () => {
    const frame = queueFrame(played(200, 50).type('ja').pass(1000).state)
    checkFrame(frame, 200, 50)
    expect(frame).toMatchInlineSnapshot(`
      "
      Approvals  4 waiting                                                                                                                                                                              ● live
         send_email            to="ada@example.com", subject="Hi"                                    researcher          Mails leave the house                                    2m    57m left
         删除文件              "路径"="/数据/报告.txt", "强制"=true                                  助手                删除需要批准                                             2m    ✔ approving
      ❯  post_message          text="🎉 party 👩‍👩‍👧‍👦 at 🏠", channel="#general"                          researcher          Mails leave the house                                    2h05m 1 of 2, 57m left
         run\\u001b[2J\\u001b[3… command="echo \\"\\u001b]0;owned\\u0007\\" \\u202ecod.exe\\n\\trm -rf /"     eve\\u001b[1A        Shell \\u001b[8m                                          2m    57m left
         write_file            path="/etc/hosts", content="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  researcher          Mails leave the house                                    2m    57m left










































      ✔ Approving 删除文件 in 2s · u takes it back
      a approve · d deny · ⏎ details · ? keys · q quit · u undo · e edit · x explain · space mark · / filter · s for session · j ↓ down · k ↑ up · g first · G last · PgDn page · PgUp page
      "
    `)
  })

  test.each([
    [1, 1],
    [10, 3],
    [20, 5],
    [59, 7],
    [60, 8],
    [139, 9],
    [140, 4],
    [500, 100],
  ])('%i×%i', (columns, rows) => {
    const frame = queueFrame(played(columns, rows).type('jd').state)
    const lines = frame.slice(1, -1).split('\n')
    expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns)
    expect(lines.length).toBeLessThanOrEqual(Math.max(rows, 3))
  })
})

describe('the queue shows', () => {
  test('that nothing waits', () => {
    expect(queueFrame(new PlayedQueue([], {columns: 60, rows: 6}).state)).toMatchInlineSnapshot(`
      "
      Approvals  0 waiting                                  ● live

        Nothing waits for an answer; what is asked appears here


      a approve · d deny · ⏎ details · ? keys · q quit · u undo
      "
    `)
  })

  test('what is answered, and what can still be taken back', () => {
    const queue = new PlayedQueue(questions(5), {columns: 60, rows: 14}).type('a').pass(3000).type('jadno\r')
    expect(queueFrame(queue.pass(1200).state)).toMatchInlineSnapshot(`
      "
      Approvals  2 waiting                                  ● live
         tool_1          to="ada@example.… 2m     … sending
           researcher · nightly — Mails leave the house
         tool_2          to="ada@example.… 2m     57m left
           researcher · nightly — Mails leave the house
         tool_3          to="ada@example.… 2m     ✔ approving
           researcher · nightly — Mails leave the house
         tool_4          to="ada@example.… 2m     ✖ denying
           researcher · nightly — Mails leave the house
      ❯  tool_5          to="ada@example.… 2m     57m left
           researcher · nightly — Mails leave the house

      ✖ Denying tool_4 in 2s · u takes it back
      a approve · d deny · ⏎ details · ? keys · q quit · u undo
      "
    `)
  })

  test('what is filtered, while it is typed', () => {
    const queue = new PlayedQueue(questions(12), {columns: 60, rows: 8}).type('/tool_1')
    expect(queueFrame(queue.state)).toMatchInlineSnapshot(`
      "
      Approvals  12 waiting · 4 matches “tool_1”            ● live
      ❯  tool_1          to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house
         tool_10         to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house

      Filter: tool_1▏
      ⏎ done · esc back · Ctrl-U clear
      "
    `)
  })

  test('that it is out of touch', () => {
    const queue = new PlayedQueue(questions(1), {columns: 60, rows: 6})
    queue.happen({kind: 'lost', reason: 'Can’t reach the tame server at http://127.0.0.1:8000'})
    expect(queueFrame(queue.state)).toMatchInlineSnapshot(`
      "
      Approvals  1 wa…  ✖ out of touch, trying again: Can’t reach…
      ❯  tool_1          to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house


      a approve · d deny · ⏎ details · ? keys · q quit · u undo
      "
    `)
  })

  test('what somebody else answered under the cursor', () => {
    const [first, second] = questions(2)
    if (!first || !second) throw new Error('there are two')
    const queue = new PlayedQueue([first, second], {columns: 60, rows: 8})
    queue.happen({kind: 'changed', questions: [{...first, status: 'denied', resolvedBy: 'bob', seq: 9}]})
    expect(queueFrame(queue.state)).toMatchInlineSnapshot(`
      "
      Approvals  1 waiting                                  ● live
      ❯  tool_1          to="ada@example.… 2m     denied by bob
           researcher · nightly — Mails leave the house
         tool_2          to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house


      a approve · d deny · ⏎ details · ? keys · q quit · u undo
      "
    `)
  })

  test('all keys', () => {
    expect(queueFrame(new PlayedQueue([], {columns: 60, rows: 22}).type('?').state)).toMatchInlineSnapshot(`
      "
      Keys  100 %                                           ● live
      a      approve, all that are marked or this one
      d      deny, and say why
      ⏎      see the whole call
      ?      see all keys
      q      quit; what waits to be sent is sent
      u      take the last answer back, within 3 seconds
      e      edit the arguments, and have them decided again
      x      see why the policy asks
      space  mark, for a and d on all marked
      /      show only what has a text in it
      s      approve for the rest of the session
      j ↓    the next
      k ↑    the one before
      g      the first
      G      the last
      PgDn   a page down
      PgUp   a page up



      esc back · j ↓ down · k ↑ up · g first · G last
      "
    `)
  })

  test('a whole call, page by page', () => {
    const asked = approval({args: {content: `${'long '.repeat(40)}\u001b[2J`, path: '/etc/hosts'}})
    const canvas = {width: null, theme: plainTheme}
    const queue = new PlayedQueue([questionOf(asked)], {columns: 60, rows: 14}).type('\r').happen({
      kind: 'told',
      id: asked.id,
      seq: asked.seq,
      title: asked.tool,
      text: approvalText(asked, canvas),
    })
    expect(queueFrame(queue.state)).toMatchInlineSnapshot(`
      "
      send_email  6 %                                       ● live
      ⏳ pending send_email: Mails leave the house
        agent    researcher
        session  nightly
        rule     mails
        until    2026-11-20T10:58:00.000Z, then deny

      Arguments
      {
        "content": "long long long long long long long long long l
      ong long long long long long long long long long long long l
      ong long long long long long long long long long long long l

      a approve · d deny · e edit · x explain · esc back
      "
    `)
    expect(queueFrame(queue.type('G').state)).toMatchInlineSnapshot(`
      "
      send_email  100 %                                     ● live
      {
        "content": "long long long long long long long long long l
      ong long long long long long long long long long long long l
      ong long long long long long long long long long long long l
      ong long long long long long long \\u001b[2J",
        "path": "/etc/hosts"
      }

        asked     2026-11-20T09:58:00.000Z
        log id    019aa0b4-7c00-7000-8000-000000000001
        approval  019aa0b4-7c00-7000-8000-00000000000a

      a approve · d deny · e edit · x explain · esc back
      "
    `)
  })

  test('of ten thousand those in the window', () => {
    const queue = new PlayedQueue(questions(10_000), {columns: 60, rows: 7}).type('G')
    expect(queueFrame(queue.state)).toMatchInlineSnapshot(`
      "
      Approvals  10,000 waiting                             ● live
         tool_9999       to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house
      ❯  tool_10000      to="ada@example.… 2m     58m left
           researcher · nightly — Mails leave the house

      a approve · d deny · ⏎ details · ? keys · q quit · u undo
      "
    `)
  })
})
