import widthOf from 'string-width'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {logRowOf} from '../../../../src/ui/screens/live-log/log-row.js'
import {logFrame} from '../../../helpers/frame.js'
import {logRecord} from '../../../helpers/log-record.js'
import {logRows, PlayedLog} from './log-rows.js'

beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Kolkata')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

const calls = [
  logRecord({logId: 'id-1'}),
  logRecord({logId: 'id-2', effect: 'deny', tool: '删除文件', args: {路径: '/数据'}, ruleName: null}),
  logRecord({logId: 'id-3', effect: 'approve', tool: 'post_message', args: {text: '🎉 at 🏠', to: '#all'}}),
  logRecord({
    logId: 'id-4',
    effect: 'sanitize',
    tool: 'run\u001b[2J',
    args: {command: '\u001b]0;owned\u0007 \u202ecod.exe'},
    agentId: 'eve\n',
  }),
  logRecord({logId: 'id-5', tool: 'write_file', args: {content: 'x'.repeat(2 ** 20), path: '/etc/hosts'}}),
  logRecord({logId: 'id-6', args: {}, isErased: true}),
].map(logRowOf)

function checkedFrame(columns: number, rows: number): string {
  const frame = logFrame(new PlayedLog(calls, {columns, rows}).state)
  const lines = frame.slice(1, -1).split('\n')
  expect(lines).toHaveLength(rows)
  expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns)
  expect(frame.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  return frame
}

describe('the log fills a terminal of', () => {
  test('80×24', () => {
    expect(checkedFrame(80, 24)).toMatchInlineSnapshot(`
      "
      Log  6 calls · following                                                  ● live
        13:30:00 ✔ allow    read_file          path="/tmp/a"          temp_files
        13:30:00 ✖ deny     删除文件           "路径"="/数据"         (default)
        13:30:00 ⏳ approve post_message       text="🎉 at 🏠", to="… temp_files
        13:30:00 ✎ sanitize run\\u001b[2J       command="\\u001b]0;own… temp_files
        13:30:00 ✔ allow    write_file         path="/etc/hosts", co… temp_files
      ❯ 13:30:00 ✔ allow    read_file          (erased)               temp_files
















      space pause · / filter · ? keys · q quit · ⏎ details · f follow · 1 allow
      "
    `)
  })

  test('40×15', () => {
    expect(checkedFrame(40, 15)).toMatchInlineSnapshot(`
      "
      Log  6 calls · following          ● live
        13:30:00 ✔ allow    read_file path="/…
        13:30:00 ✖ deny     删除文件 "路径"="…
        13:30:00 ⏳ approve post_message text…
        13:30:00 ✎ sanitize run\\u001b[2J comm…
        13:30:00 ✔ allow    write_file path="…
      ❯ 13:30:00 ✔ allow    read_file (erased)







      space pause · / filter · ? keys · q quit
      "
    `)
  })

  test('200×50', () => {
    expect(checkedFrame(200, 50)).toMatchInlineSnapshot(`
      "
      Log  6 calls · following                                                                                                                                                                          ● live
        13:30:00 ✔ allow    read_file          path="/tmp/a"                                                   temp_files       researcher       nightly          Rule "temp_files" allows it
        13:30:00 ✖ deny     删除文件           "路径"="/数据"                                                  (default)        researcher       nightly          Rule "temp_files" allows it
        13:30:00 ⏳ approve post_message       text="🎉 at 🏠", to="#all"                                      temp_files       researcher       nightly          Rule "temp_files" allows it
        13:30:00 ✎ sanitize run\\u001b[2J       command="\\u001b]0;owned\\u0007 \\u202ecod.exe"                    temp_files       eve\\n            nightly          Rule "temp_files" allows it
        13:30:00 ✔ allow    write_file         path="/etc/hosts", content="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… temp_files       researcher       nightly          Rule "temp_files" allows it
      ❯ 13:30:00 ✔ allow    read_file          (erased)                                                        temp_files       researcher       nightly          Rule "temp_files" allows it










































      space pause · / filter · ? keys · q quit · ⏎ details · f follow · 1 allow · 2 deny · 3 approve · 4 sanitize · j ↓ down · k ↑ up · g first · G last · PgDn page · PgUp page
      "
    `)
  })

  test.each([
    [1, 3],
    [10, 3],
    [25, 5],
    [100, 9],
    [130, 7],
    [500, 100],
  ])('%i×%i', (columns, rows) => {
    checkedFrame(columns, rows)
  })
})

describe('the log shows', () => {
  const small = {columns: 60, rows: 7}

  test('that there are no calls', () => {
    expect(logFrame(new PlayedLog([], small).state)).toMatchInlineSnapshot(`
      "
      Log  0 calls · following                              ● live

        No calls yet; what is recorded appears here



      space pause · / filter · ? keys · q quit · ⏎ details
      "
    `)
  })

  test('that it is held still, and what is left out', () => {
    const log = new PlayedLog(logRows(1, 9), small).type('2 ').record(10, 15)
    expect(logFrame(log.state)).toMatchInlineSnapshot(`
      "
      Log  5 calls · without deny · following               ● live
        13:30:00 ✔ allow    tool_3 path="/tmp/a"
        13:30:00 ✔ allow    tool_5 path="/tmp/a"
        13:30:00 ✔ allow    tool_7 path="/tmp/a"
      ❯ 13:30:00 ✔ allow    tool_9 path="/tmp/a"
      Held still · 6 new calls · space runs on
      space pause · / filter · ? keys · q quit · ⏎ details
      "
    `)
  })

  test('a filter while it is typed, and that it is out of touch', () => {
    const log = new PlayedLog(logRows(1, 9), small).type('/tool_3')
    log.happen({kind: 'lost', reason: 'Can’t reach the server'})
    expect(logFrame(log.state)).toMatchInlineSnapshot(`
      "
      Log  1 call wit…  ✖ out of touch, trying again: Can’t reach…
      ❯ 13:30:00 ✔ allow    tool_3 path="/tmp/a"



      Filter: tool_3▏
      ⏎ done · esc back · Ctrl-U clear
      "
    `)
  })

  test('all keys', () => {
    expect(logFrame(new PlayedLog([], {columns: 60, rows: 19}).type('?').state)).toMatchInlineSnapshot(`
      "
      Keys  100 %                                           ● live
      space  hold the log still, or let it run on
      /      show only what has a text in it
      ?      see all keys
      q      quit
      ⏎      see the whole call, and why
      f      go to the newest, and stay with it
      1      show calls decided allow, or leave them out
      2      show calls decided deny, or leave them out
      3      show calls decided approve, or leave them out
      4      show calls decided sanitize, or leave them out
      j ↓    the next
      k ↑    the one before
      g      the first
      G      the last
      PgDn   a page down
      PgUp   a page up

      esc back · j ↓ down · k ↑ up · g first · G last · PgDn page
      "
    `)
  })
})
