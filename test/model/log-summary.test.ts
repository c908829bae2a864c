import {expect, test} from 'vitest'
import type {LogRecord} from '../../src/model/log-record.js'
import {LogTally, logSummaryJson} from '../../src/model/log-summary.js'
import {logRecord} from '../helpers/log-record.js'

const outcome = (said: Partial<NonNullable<LogRecord['outcome']>>): LogRecord['outcome'] => ({
  status: 'success',
  result: null,
  error: null,
  durationMs: null,
  cost: null,
  ...said,
})

function tallied(records: readonly LogRecord[]) {
  const tally = new LogTally()
  for (const record of records) tally.add(record)
  return tally.summary()
}

test('a summary counts calls by what became of them, and keeps the slowest and the last errors', () => {
  const records = [
    logRecord({timestamp: '2026-11-20T08:00:00.000Z', outcome: outcome({durationMs: 5, cost: 0.25})}),
    logRecord({effect: 'deny', ruleName: null, tool: 'other', agentId: null}),
    logRecord({logId: 'slow', outcome: outcome({durationMs: 900, status: 'error', cost: 0.5})}),
    logRecord({logId: 'last', timestamp: '2026-11-20T09:00:00.000Z', outcome: outcome({error: 'no'})}),
  ]
  expect(logSummaryJson(tallied(records))).toEqual({
    total: 4,
    decisions: {allow: 3, deny: 1, approve: 0, sanitize: 0},
    from: '2026-11-20T08:00:00.000Z',
    to: '2026-11-20T09:00:00.000Z',
    tools: [
      {name: 'read_file', count: 3},
      {name: 'other', count: 1},
    ],
    rules: [
      {name: 'temp_files', count: 3},
      {name: null, count: 1},
    ],
    agents: [
      {name: 'researcher', count: 3},
      {name: null, count: 1},
    ],
    reported: 3,
    failed: 2,
    cost: 0.75,
    slowest: [
      expect.objectContaining({log_id: 'slow', duration_ms: 900}),
      expect.objectContaining({duration_ms: 5}),
    ],
    errors: [
      expect.objectContaining({log_id: 'last', error: 'no'}),
      expect.objectContaining({log_id: 'slow', status: 'error'}),
    ],
  })
})

test('a summary holds no more than it says, whatever callers call themselves', () => {
  const {total, agents, slowest} = tallied(
    Array.from({length: 10_500}, (_, n) => logRecord({agentId: `a${n}`, outcome: outcome({durationMs: n})})),
  )
  expect([total, agents.length, agents.at(-1)]).toEqual([10_500, 10_001, ['(others)', 500]])
  expect(slowest.map((record) => record.outcome?.durationMs)).toEqual([
    10_499, 10_498, 10_497, 10_496, 10_495,
  ])
})
