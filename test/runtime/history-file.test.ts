import {chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {mentionsSecret, openHistory} from '../../src/runtime/history-file.js'
import {createWorkplace} from '../helpers/workplace.js'

const kept = '~/.local/state/tame/history'

test('what was typed is there the next time, for its owner alone', () => {
  const place = createWorkplace()
  const texts = ['status', 'test a --args {"b":\n1}', 'logs --tool “ü”']
  for (const text of texts) openHistory(place).add(text)
  expect(openHistory(place).read()).toEqual(texts)
  expect(statSync(place.pathOf(kept)).mode & 0o777).toBe(0o600)
})

test('a file that others could read is closed to them', () => {
  const place = createWorkplace()
  openHistory(place).add('status')
  chmodSync(place.pathOf(kept), 0o644)
  openHistory(place).add('logs')
  expect(statSync(place.pathOf(kept)).mode & 0o777).toBe(0o600)
})

test('the oldest make way, and what is no history is passed over', () => {
  const place = createWorkplace()
  openHistory(place).add('first')
  const lines = Array.from({length: 5000}, (_, at) => JSON.stringify(`test tool_${at}`))
  writeFileSync(place.pathOf(kept), ['not JSON', '{"a":1}', ...lines, ''].join('\n'))
  const read = openHistory(place).read()
  expect([read.length, read[0], read.at(-1)]).toEqual([2000, 'test tool_3000', 'test tool_4999'])
  expect(readFileSync(place.pathOf(kept), 'utf8').split('\n')).toHaveLength(2001)
})

test('a link is not followed, and nobody is disturbed by that', () => {
  const place = createWorkplace()
  openHistory(place)
  const elsewhere = place.pathOf('elsewhere')
  symlinkSync(elsewhere, place.pathOf(kept))
  openHistory(place).add('status')
  expect(existsSync(elsewhere)).toBe(false)
})

test('a directory that others may write to is not used', () => {
  const place = createWorkplace()
  openHistory(place)
  chmodSync(place.pathOf('~/.local/state/tame'), 0o777)
  openHistory(place).add('status')
  expect(openHistory(place).read()).toEqual([])
})

describe('never kept is', () => {
  test.each([
    'status --api-key tk_abc',
    'status --api-key=x',
    `status --api'-key' x`,
    'status --api"-"key x',
    'status --api\\-key x',
    'config set api_key x',
    'tame config set api-key x --json',
    'test login --args password=x,user=a',
    'test login --args {"user": "a", "dbPassword": "x"}',
    `test login --args '{"token" : "x"}'`,
    'test fetch --args url=https://ada:x@example.com/',
    'test fetch --args {"header": "Bearer abc"}',
    'logs --grep tk_0123456789',
  ])('%s', (text) => {
    const place = createWorkplace()
    openHistory(place).add(text)
    openHistory(place).add('status')
    expect(openHistory(place).read()).toEqual(['status'])
  })

  test('what begins with a space', () => {
    const place = createWorkplace()
    openHistory(place).add(' status')
    expect(openHistory(place).read()).toEqual([])
  })
})

test.each([
  'test read_file --args path=/tmp/a',
  `policy eval 'session.action_count > 3'`,
  'config get api_key',
  'logs --session-id nightly --since 2h',
  'set session s1',
])('%s is kept', (text) => {
  expect(mentionsSecret(text)).toBe(false)
})
