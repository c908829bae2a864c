import {expect, test} from 'vitest'
import {plainTheme} from '../../src/ui/plain-theme.js'
import {changedArguments, changeText} from '../../src/ui/text/changed-arguments.js'
import {decisionText} from '../../src/ui/text/decision.js'
import {logRecord} from '../helpers/log-record.js'

const canvas = {width: null, theme: plainTheme}

test('what was changed is said part by part', () => {
  const given = {url: 'x', headers: {auth: 'secret', accept: '*'}, list: [1, 2], gone: 1}
  const decided = {url: 'x', headers: {auth: '***', accept: '*'}, list: [1], added: {a: null}}
  expect(changedArguments(given, decided).map((change) => changeText(change, plainTheme))).toEqual([
    'headers.auth "secret" → "***"',
    'list [1,2] → [1]',
    'gone removed (was 1)',
    'added added: {"a":null}',
  ])
})

test('a change deep down is shown whole', () => {
  const nested = (depth: number, value: unknown): Record<string, unknown> =>
    depth === 0 ? {value} : {a: nested(depth - 1, value)}
  const [change, ...others] = changedArguments(nested(100, 1), nested(100, 2))
  expect([change?.path, others]).toEqual(['a.a.a.a.a.a.a.a', []])
})

test('nothing in a decision moves the cursor', () => {
  const text = decisionText(
    logRecord({
      tool: 'a\u001b[2Jb',
      reason: 'c\u009bd\r',
      sessionId: '\u202e',
      conditionsEvaluated: [
        {
          source: '',
          field: 'x',
          operator: '==',
          expected: '\u001b',
          actual: '\u0085',
          result: false,
          reads: [],
        },
      ],
    }),
    canvas,
  )
  expect(text.split('\n')).toEqual([
    '✔ allow a\\u001b[2Jb by temp_files: c\\u009bd\\r',
    '  compared  x == "\\u001b", and is "\\u0085": false',
    `  policy    version 1.0, sha256 ${'ab'.repeat(6)}`,
    '  session   \\u202e',
    '  log id    019aa0b4-7c00-7000-8000-000000000001',
  ])
})

test('a policy that only watches does not look like one that lets it run', () => {
  const text = decisionText(logRecord({ruling: 'deny', enforced: false}), canvas)
  expect(text).toContain('  warning  the policy says deny, and it is not enforced\n')
})
