import type {LogRecord} from '../../src/model/log-record.js'

/** A recorded call, with what a test says of it. */
export const logRecord = (said: Partial<LogRecord> = {}): LogRecord => ({
  effect: 'allow',
  ruling: 'allow',
  enforced: true,
  ruleName: 'temp_files',
  reason: 'Rule "temp_files" allows it',
  policyVersion: '1.0',
  policyHash: 'ab'.repeat(32),
  tool: 'read_file',
  args: {path: '/tmp/a'},
  approval: null,
  cost: 0,
  countsToward: [],
  conditionsEvaluated: [],
  logId: '019aa0b4-7c00-7000-8000-000000000001',
  sessionId: 'nightly',
  timestamp: '2026-11-20T08:00:00.000Z',
  approvalId: null,
  seq: 3,
  agentId: 'researcher',
  keyId: null,
  userId: null,
  metadata: null,
  givenArgs: null,
  outcome: null,
  isErased: false,
  ...said,
})

export async function* streamed<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

export async function joined(texts: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const text of texts) all += text
  return all
}
