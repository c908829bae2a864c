import {describe, expect, test} from 'vitest'
import type {LogRecord} from '../../../src/model/log-record.js'
import {type CallsFormat, logTexts} from '../../../src/ui/text/logs/texts.js'
import {createTheme} from '../../../src/ui/theme.js'
import {joined, logRecord, streamed} from '../../helpers/log-record.js'

const shown = (
  format: CallsFormat,
  records: readonly LogRecord[],
  width: number | null = null,
): Promise<string> => joined(logTexts(format, streamed(records), {width, theme: createTheme(false)}))

/** RFC 4180, read by the book: a comma, a doubled quote, lines that end with CR LF. */
function parseCsv(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true)
  return text
    .slice(0, -2)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    )
}

async function cellsOf(record: LogRecord): Promise<Record<string, string>> {
  const [head = [], row = []] = parseCsv(await shown('csv', [record]))
  return Object.fromEntries(head.map((name, at) => [name, row[at] ?? '']))
}

const calls = [
  logRecord(),
  logRecord({
    effect: 'deny',
    ruling: 'deny',
    ruleName: null,
    tool: 'send_email',
    args: {to: 'a@example.com'},
    sessionId: null,
    agentId: null,
    logId: '019aa0b4-7c00-7000-8000-000000000002',
    outcome: {status: 'blocked', result: null, error: null, durationMs: 1.5, cost: null},
  }),
]

describe('the log as a table', () => {
  test('is whole in a pipe, with its times as they were recorded', async () => {
    expect(await shown('table', calls)).toBe(`\
TIME                      DECISION  TOOL        ARGUMENTS               RULE        SESSION  AGENT       RESULT   LOG ID
2026-11-20T08:00:00.000Z  ✔ allow   read_file   {"path":"/tmp/a"}       temp_files  nightly  researcher  -        019aa0b4-7c00-7000-8000-000000000001
2026-11-20T08:00:00.000Z  ✖ deny    send_email  {"to":"a@example.com"}  (default)   -        -           blocked  019aa0b4-7c00-7000-8000-000000000002
`)
  })

  test('drops from the right what does not fit a terminal', async () => {
    const head = async (width: number): Promise<string> =>
      (await shown('table', calls, width)).split('\n')[0] ?? ''
    expect((await head(160)).split(/\s{2,}/)).toEqual([
      'TIME',
      'DECISION',
      'TOOL',
      'ARGUMENTS',
      'RULE',
      'SESSION',
      'AGENT',
      'RESULT',
      'LOG ID',
    ])
    expect((await head(80)).split(/\s{2,}/)).toEqual(['TIME', 'DECISION', 'TOOL', 'ARGUMENTS', 'RULE'])
    expect((await head(40)).split(/\s{2,}/)).toEqual(['TIME', 'DECISION', 'TOOL'])
  })

  test('cuts nothing in a pipe of a call that comes late and is wider than all before', async () => {
    const long = logRecord({tool: 'a_tool_with_a_very_long_name_indeed'})
    const text = await shown('table', [...Array.from({length: 500}, () => logRecord()), long])
    expect(text).toContain('a_tool_with_a_very_long_name_indeed')
    expect(text.split('\n')).toHaveLength(503)
  })

  test('lets no argument move the cursor', async () => {
    const text = await shown('table', [logRecord({tool: '\u001b[2J', args: {a: '\u009b2J\u202e'}})])
    expect(text).toMatch(/\\u001b\[2J +\{"a":"\\u009b2J\\u202e"\}/)
  })

  test('is nothing when there is none', async () => {
    expect(await shown('table', [])).toBe('')
  })
})

describe('the log as JSON', () => {
  test('is one array', async () => {
    const text = await shown('json', calls)
    expect(JSON.parse(text)).toHaveLength(2)
    expect(text.split('\n')).toHaveLength(5)
    expect(JSON.parse(text)[0]).toEqual({
      decision: 'allow',
      rule_name: 'temp_files',
      reason: 'Rule "temp_files" allows it',
      policy_version: '1.0',
      policy_hash: 'ab'.repeat(32),
      log_id: '019aa0b4-7c00-7000-8000-000000000001',
      session_id: 'nightly',
      timestamp: '2026-11-20T08:00:00.000Z',
      tool_name: 'read_file',
      tool_args: {path: '/tmp/a'},
      approval_id: null,
      ruling: 'allow',
      enforced: true,
      conditions_evaluated: [],
      seq: 3,
      agent_id: 'researcher',
      user_id: null,
      metadata: null,
      given_args: null,
      status: null,
      result: null,
      error: null,
      duration_ms: null,
      cost: null,
      erased: false,
    })
  })

  test('is an empty array when there is no call', async () => {
    expect(await shown('json', [])).toBe('[]\n')
  })

  test('says nothing in its end when it breaks off: nobody shall take it for whole', async () => {
    const broken = async function* (): AsyncGenerator<LogRecord> {
      yield logRecord()
      throw new Error('the disk is gone')
    }
    let text = ''
    const read = async (): Promise<void> => {
      for await (const part of logTexts('json', broken(), {width: null, theme: createTheme(false)}))
        text += part
    }
    await expect(read()).rejects.toThrow('the disk is gone')
    expect(() => JSON.parse(text)).toThrow()
  })

  test('of one call a line has as many lines as calls, whatever is in them', async () => {
    const text = await shown('jsonl', [logRecord({args: {a: '\n\u2028\u0085\u007f'}}), logRecord()])
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).tool_args)).toEqual([
      {a: '\n\u2028\u0085\u007f'},
      {path: '/tmp/a'},
    ])
    expect(text).not.toMatch(/[\u007f-\u009f\u2028]/)
  })
})

describe('the log as CSV', () => {
  test('has a head, and a line for each call', async () => {
    const rows = parseCsv(await shown('csv', calls))
    expect(rows.map((row) => row.length)).toEqual([24, 24, 24])
    expect(await cellsOf(logRecord())).toMatchObject({
      timestamp: '2026-11-20T08:00:00.000Z',
      decision: 'allow',
      tool_args: '{"path":"/tmp/a"}',
      user_id: '',
      duration_ms: '',
      erased: 'false',
    })
  })

  test('has only its head when there is no call', async () => {
    expect(await shown('csv', [])).toMatch(/^timestamp,decision,[a-z_,]+,seq\r\n$/)
  })

  test.each([
    ['a comma, a "quote"', 'a comma, a "quote"'],
    ['two\nlines\r', 'two\\nlines\\r'],
    ['\u001b[2J', '\\u001b[2J'],
    ['=HYPERLINK("http://evil")', `'=HYPERLINK("http://evil")`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ["'quoted", "''quoted"],
    ['a=1', 'a=1'],
  ])('keeps %j a text', async (reason, cell) => {
    expect((await cellsOf(logRecord({reason})))['reason']).toBe(cell)
  })

  test('keeps a negative number a number', async () => {
    const outcome = {status: 'success', result: -1, error: null, durationMs: 2, cost: -0.5}
    expect(await cellsOf(logRecord({outcome}))).toMatchObject({cost: '-0.5', result: '-1', duration_ms: '2'})
  })

  test('lets no result be a formula: a text is JSON', async () => {
    const outcome = {status: 'success', result: '=1', error: null, durationMs: null, cost: null}
    expect((await cellsOf(logRecord({outcome})))['result']).toBe('"=1"')
  })
})

describe('the log as lines', () => {
  test('has all of a call on one', async () => {
    expect(await shown('lines', calls)).toBe(
      '2026-11-20T08:00:00.000Z  ✔ allow  read_file {"path":"/tmp/a"}  by temp_files: Rule "temp_files" allows it  session nightly  019aa0b4-7c00-7000-8000-000000000001\n' +
        '2026-11-20T08:00:00.000Z  ✖ deny  send_email {"to":"a@example.com"}  by default: Rule "temp_files" allows it  019aa0b4-7c00-7000-8000-000000000002\n',
    )
  })

  test('fits a terminal', async () => {
    const text = await shown('lines', calls, 60)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(60)
  })
})
