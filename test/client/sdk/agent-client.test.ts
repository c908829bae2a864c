import {describe, expect, test} from 'vitest'
import {ValidationError} from '../../../src/client/failures.js'
import {ApprovalRequiredError, PolicyViolationError} from '../../../src/client/refusals.js'
import type {TameError} from '../../../src/errors.js'
import type {LogRecord} from '../../../src/model/log-record.js'
import {Client} from '../../../src/runtime/client.js'
import {openClient} from './open-client.js'

const errorOf = (promise: Promise<unknown>): Promise<TameError> =>
  promise.then(
    () => expect.unreachable('it resolves'),
    (error: TameError) => error,
  )

const outcomes = (records: readonly LogRecord[]): unknown[] =>
  records.map(({tool, effect, outcome}) => ({
    tool,
    effect,
    outcome: outcome && {status: outcome.status, result: outcome.result, error: outcome.error},
  }))

describe('enforce', () => {
  test('gives the decision of a call that may run', async () => {
    const {client} = openClient()
    const decision = await client.enforce('read_file', {path: '/tmp/a'}, {sessionId: 's1'})
    expect(decision).toMatchObject({
      effect: 'allow',
      ruleName: 'reads',
      tool: 'read_file',
      args: {path: '/tmp/a'},
      sessionId: 's1',
      logId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  test('rejects with the decision that denies', async () => {
    const {client} = openClient()
    const error = await errorOf(client.enforce('read_file', {path: '/etc/passwd'}))
    if (!(error instanceof PolicyViolationError)) return expect.unreachable()
    expect([error.name, error.code, error.message, error.exitCode]).toEqual([
      'PolicyViolationError',
      'POLICY_VIOLATION',
      'read_file is denied by the rule no_system_files: System files are not accessible',
      3,
    ])
    expect(error.suggestions).toEqual([`tame policy explain ${error.decision.logId}`])
    expect(error.decision.conditionsEvaluated).toMatchObject([
      {source: 'under(tool_args.path, "/etc")', result: true},
    ])
  })

  test('rejects with the question that waits for a person', async () => {
    const {client} = openClient()
    const error = await errorOf(client.enforce('delete_file', {path: '/tmp/a'}))
    if (!(error instanceof ApprovalRequiredError)) return expect.unreachable()
    expect([error.code, error.message, error.approvalId, error.exitCode]).toEqual([
      'APPROVAL_REQUIRED',
      'delete_file waits for a person by the rule ask: Deleting needs a person',
      error.decision.approvalId,
      4,
    ])
  })

  test('shows no arguments when its error is printed', async () => {
    const {client} = openClient()
    const error = await errorOf(client.enforce('unknown', {note: 'my-secret-note'}))
    const {inspect} = await import('node:util')
    expect(inspect(error, {depth: 9})).not.toContain('my-secret-note')
  })

  test.each(['read_file', 'delete_file'])(
    'gives also what does not run where asked to, of %s',
    async (tool) => {
      const {client} = openClient({raiseOnDeny: false, raiseOnApprove: false})
      const decision = await client.enforce(tool, {path: '/etc/passwd'})
      expect(decision.effect).toBe(tool === 'read_file' ? 'deny' : 'approve')
      await expect(
        client.enforce(tool, {path: '/etc/passwd'}, {raiseOnDeny: true, raiseOnApprove: true}),
      ).rejects.toThrow()
    },
  )

  test('gives the first answer again to the same event', async () => {
    const {client} = openClient()
    const ask = (): Promise<unknown> => client.enforce('read_file', {path: '/a'}, {eventId: 'e1'})
    const first = (await ask()) as {logId: string}
    expect(await ask()).toMatchObject({logId: first.logId})
    expect(await client.getSessionLogs()).toHaveLength(1)
  })

  test.each([
    ['a date', {when: new Date(0)}],
    ['a function', {run: () => 1}],
    ['no number', {count: Number.NaN}],
  ])('refuses %s, of which JSON would say something else', async (_, args) => {
    const {client} = openClient()
    const error = await errorOf(client.enforce('read_file', args))
    expect([error instanceof ValidationError, error.code]).toEqual([true, 'INVALID_CALL'])
  })

  test('denies nothing and allows nothing without a policy', async () => {
    const {client, place} = openClient()
    const {rmSync} = await import('node:fs')
    rmSync(place.pathOf('policy.yaml'))
    expect((await errorOf(client.enforce('read_file', {path: '/tmp/a'}))).code).toBe('POLICY_MISSING')
    place.write('policy.yaml', 'version: "1"\nrules: [{name: all, action: allow}]\n')
    expect(await client.enforce('read_file', {path: '/tmp/a'})).toMatchObject({effect: 'allow'})
  })
})

describe('execute', () => {
  test('runs the tool, gives what it gave, and records that', async () => {
    const {client} = openClient()
    const result = await client.execute('read_file', {path: '/tmp/a'}, async ({path}) => `text of ${path}`)
    expect(result).toBe('text of /tmp/a')
    expect(outcomes(await client.getSessionLogs())).toEqual([
      {
        tool: 'read_file',
        effect: 'allow',
        outcome: {status: 'success', result: 'text of /tmp/a', error: null},
      },
    ])
  })

  test('records how long it took', async () => {
    const {client} = openClient()
    await client.execute('read_file', {path: '/tmp/a'}, () => 1)
    const [record] = await client.getSessionLogs()
    expect(record?.outcome?.durationMs).toBeGreaterThanOrEqual(0)
  })

  test('runs with the arguments that were decided', async () => {
    const {client} = openClient()
    expect(await client.execute('send', {to: 'ada', token: 'tk_1'}, (args) => args)).toEqual({
      to: 'ada',
      token: '***',
    })
  })

  test('runs with the arguments that were asked about, whatever becomes of the caller’s', async () => {
    const {client} = openClient()
    const given = {path: '/tmp/a'}
    const result = await client.execute('read_file', given, async (decided) => {
      given.path = '/etc/passwd'
      return decided['path']
    })
    expect(result).toBe('/tmp/a')
  })

  test('passes the tool’s error on, and records it', async () => {
    const {client} = openClient()
    const failing = client.execute('read_file', {path: '/tmp/a'}, () => {
      throw new RangeError('no such file')
    })
    await expect(failing).rejects.toThrow(new RangeError('no such file'))
    expect(outcomes(await client.getSessionLogs())).toEqual([
      {
        tool: 'read_file',
        effect: 'allow',
        outcome: {status: 'error', result: null, error: 'RangeError: no such file'},
      },
    ])
  })

  test.each([
    ['denied', 'read_file', PolicyViolationError],
    ['waiting for a person', 'delete_file', ApprovalRequiredError],
  ])('does not run what is %s, whatever the configuration says', async (_, tool, kind) => {
    const {client} = openClient({raiseOnDeny: false, raiseOnApprove: false})
    let runs = 0
    const error = await errorOf(client.execute(tool, {path: '/etc/passwd'}, () => runs++))
    expect([error instanceof kind, runs]).toEqual([true, 0])
  })

  test('gives nothing for what did not run where the call says so', async () => {
    const {client} = openClient()
    const denied = client.execute('read_file', {path: '/etc/passwd'}, () => 1, {raiseOnDeny: false})
    expect(await denied).toBeUndefined()
  })

  test.each([
    ['nothing', undefined, null],
    ['a list', [1, {a: 'b'}], [1, {a: 'b'}]],
    ['a date', {at: new Date(0)}, {at: '1970-01-01T00:00:00.000Z'}],
    ['half a character', '\ud83d', '\ufffd'],
    ['what JSON can’t say', 1n, {not_recorded: expect.stringContaining('BigInt')}],
    ['what is too much', 'a'.repeat(300_000), {not_recorded: '300002 characters of JSON'}],
  ])('gives %s as it is, and records what can be of it', async (_, result, recorded) => {
    const {client, warnings} = openClient()
    expect(await client.execute('read_file', {path: '/tmp/a'}, () => result)).toBe(result)
    const [record] = await client.getSessionLogs()
    expect([record?.outcome?.result, warnings]).toEqual([recorded, []])
  })

  test('gives the result, and warns, when it can’t be recorded any more', async () => {
    const {client, warnings} = openClient()
    const result = await client.execute('read_file', {path: '/tmp/a'}, async () => {
      await client.close()
      return 'read'
    })
    expect(result).toBe('read')
    expect(warnings).toEqual([
      expect.stringMatching(
        /^What came of read_file \([0-9a-f-]{36}\) is not recorded: This tame was closed/,
      ),
    ])
  })

  test('gives the result also when nobody can be warned', async () => {
    const {client} = openClient({
      onWarning: () => {
        throw new Error('The log is full')
      },
    })
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    const result = await client.execute('read_file', {path: '/tmp/a'}, async () => {
      await client.close()
      return 'read'
    })
    expect([result, (await warned).message]).toEqual([
      'read',
      expect.stringMatching(/is not recorded: .* \(and onWarning fails: Error: The log is full\)$/),
    ])
  })

  test('with requireApproval runs nothing that nobody agreed to', async () => {
    const {client} = openClient()
    let runs = 0
    const error = await errorOf(client.execute('deploy', {}, () => runs++, {requireApproval: true}))
    expect([error.code, runs, error.message]).toEqual([
      'APPROVAL_REQUIRED',
      0,
      'deploy waits for a person by the rule reads: it runs only when a person has agreed, and the policy asked nobody',
    ])
    expect(outcomes(await client.getSessionLogs())).toEqual([
      {tool: 'deploy', effect: 'allow', outcome: {status: 'blocked', result: null, error: error.message}},
    ])
  })

  test('with bypass runs what is denied, and records that', async () => {
    const {client} = openClient()
    const result = await client.execute('read_file', {path: '/etc/passwd'}, () => 'root', {bypass: true})
    expect(result).toBe('root')
    expect(await client.getSessionLogs()).toMatchObject([
      {effect: 'allow', ruling: 'deny', enforced: false, reason: expect.stringContaining('Bypassed')},
    ])
  })
})

describe('who calls', () => {
  test('is what the client says, unless the call says another', async () => {
    const {client} = openClient({sessionId: 's', agentId: 'a', userId: 'u', metadata: {team: 'ops', n: 1}})
    await client.enforce('deploy', {}, {metadata: {n: 2}})
    await client.enforce('deploy', {}, {agentId: null, userId: 'other'})
    const ids = (await client.getSessionLogs()).map(({sessionId, agentId, userId, metadata}) => ({
      sessionId,
      agentId,
      userId,
      metadata,
    }))
    expect(ids).toEqual([
      {sessionId: 's', agentId: 'a', userId: 'u', metadata: {team: 'ops', n: 2}},
      {sessionId: 's', agentId: null, userId: 'other', metadata: {team: 'ops', n: 1}},
    ])
  })

  test('is one session for all that a client asks, and another for each client', async () => {
    const {client, place} = openClient()
    const other = new Client({cwd: place.cwd})
    const sessions = [
      await client.enforce('deploy'),
      await client.enforce('deploy'),
      await other.enforce('deploy'),
    ].map(({sessionId}) => sessionId)
    await other.close()
    expect([sessions[0], new Set(sessions).size]).toEqual([sessions[1], 2])
  })

  test('is nobody’s session where it is said so', async () => {
    const {client} = openClient({sessionId: null})
    expect((await client.enforce('deploy')).sessionId).toBeNull()
    expect((await errorOf(client.getSessionLogs())).code).toBe('SESSION_MISSING')
  })

  test('comes from the project’s settings and the environment', async () => {
    const {client, place} = openClient()
    place.write('.tamerc', 'session_id: nightly\n')
    process.env['RUNLOK_AGENT_ID'] = 'old-agent'
    const {sessionId, logId} = await client.enforce('deploy')
    const {logs} = await client.tame()
    expect([sessionId, (await logs.get(logId ?? '')).agentId]).toEqual(['nightly', 'old-agent'])
  })
})

describe('what else a client does', () => {
  test('records what came of a call that somebody ran', async () => {
    const {client} = openClient()
    const decision = await client.enforce('deploy')
    await client.updateResult(decision, {status: 'deployed', result: {version: 2}, durationMs: 5})
    expect(outcomes(await client.getSessionLogs())).toEqual([
      {tool: 'deploy', effect: 'allow', outcome: {status: 'deployed', result: {version: 2}, error: null}},
    ])
  })

  test.each([
    [{}, 'success'],
    [{error: 'no'}, 'error'],
  ])('names the status of %j itself', async (outcome, status) => {
    const {client} = openClient()
    await client.updateResult(await client.enforce('deploy'), outcome)
    expect((await client.getSessionLogs())[0]?.outcome?.status).toBe(status)
  })

  test('refuses the result of a call that was only tested', async () => {
    const {client} = openClient()
    const decision = await client.testPolicy('deploy')
    expect((await errorOf(client.updateResult(decision, {}))).code).toBe('NOT_RECORDED')
  })

  test('tests without recording, and without rejecting', async () => {
    const {client} = openClient()
    expect(await client.testPolicy('read_file', {path: '/etc/passwd'})).toMatchObject({
      effect: 'deny',
      logId: null,
    })
    expect(await client.getSessionLogs()).toEqual([])
  })

  test('tells the policy in force, and how it is', async () => {
    const {client} = openClient()
    expect(await client.getPolicyInfo()).toMatchObject({version: '1.0', rulesCount: 5})
    expect(await client.status()).toMatchObject({mode: 'embedded', isHealthy: true})
  })

  test('is closed by await using, and asks nothing afterwards', async () => {
    const {client} = openClient()
    await client[Symbol.asyncDispose]()
    expect((await errorOf(client.enforce('deploy'))).code).toBe('CLIENT_CLOSED')
  })

  test('closes what it never opened', async () => {
    const {client} = openClient()
    await client.close()
    await client.close()
  })

  test('leaves open what it was given', async () => {
    const {client} = openClient()
    const tame = await client.tame()
    const second = new Client({tame, sessionId: 'second'})
    await second.enforce('deploy')
    await second.close()
    expect(await client.getSessionLogs('second')).toHaveLength(1)
  })

  test('warns that it is bypassed', async () => {
    const {client, warnings} = openClient({bypass: true})
    await client.enforce('unknown')
    expect(warnings).toEqual(['Bypass is on (bypass): every call runs, whatever the policy says'])
  })

  test('refuses an option that it does not know', async () => {
    const misspelt: object = {sesionId: 's'}
    const {client} = openClient(misspelt)
    const error = await errorOf(client.enforce('deploy'))
    expect([error.code, error.message, error.suggestions]).toEqual([
      'UNKNOWN_OPTION',
      'There is no option "sesionId"',
      ['Did you mean "sessionId"?'],
    ])
  })

  test.each([
    ['an option of a call that it does not know', {sesionId: 's'}, 'UNKNOWN_OPTION'],
    ['metadata that is no plain map', {metadata: new Map([['a', 1]])}, 'INVALID_CALL'],
  ])('refuses %s', async (_, wrong: object, code) => {
    const {client} = openClient()
    expect((await errorOf(client.enforce('deploy', {}, wrong))).code).toBe(code)
    expect((await errorOf(client.testPolicy('deploy', {}, wrong))).code).toBe(code)
  })

  test.each([0, -1, Number.NaN, 1e12])('refuses to wait for %d ms', async (timeoutMs) => {
    const {client} = openClient({timeoutMs})
    const error = await errorOf(client.enforce('deploy'))
    expect([error.code, error.message]).toEqual([
      'CONFIG_INVALID',
      'timeoutMs must be from 1 to 86400000, a day',
    ])
  })
})
