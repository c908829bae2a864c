import {describe, expect, test} from 'vitest'
import * as z from 'zod/mini'
import {ValidationError} from '../../../src/client/failures.js'
import {ApprovalRequiredError, PolicyViolationError} from '../../../src/client/refusals.js'
import type {TameError} from '../../../src/errors.js'
import {
  configure,
  enforcePolicy,
  execute,
  logAction,
  sharedClient,
  withApproval,
} from '../../../src/runtime/shared-client.js'
import {standInProject} from '../../helpers/project.js'
import {openClient, policy} from './open-client.js'

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => expect.unreachable('it resolves'),
    (error: TameError) => error.code,
  )

describe('a guarded function', () => {
  test('asks by its own name, with the object it is given', async () => {
    const {client} = openClient()
    async function read_file({path}: {path: string}): Promise<string> {
      return `text of ${path}`
    }
    const guarded = enforcePolicy(read_file, {client})
    expect(await guarded({path: '/tmp/a'})).toBe('text of /tmp/a')
    await expect(guarded({path: '/etc/passwd'})).rejects.toBeInstanceOf(PolicyViolationError)
    expect(guarded.name).toBe('read_file')
    expect(await client.getSessionLogs()).toMatchObject([
      {tool: 'read_file', args: {path: '/tmp/a'}, effect: 'allow', outcome: {result: 'text of /tmp/a'}},
      {tool: 'read_file', args: {path: '/etc/passwd'}, effect: 'deny', outcome: null},
    ])
  })

  test('is made from options too', async () => {
    const {client} = openClient()
    const guarded = enforcePolicy({client, tool: 'read_file', metadata: {why: 'test'}})(() => 'done')
    expect(await guarded()).toBe('done')
    expect(await client.getSessionLogs()).toMatchObject([{args: {}, metadata: {why: 'test'}}])
  })

  test.each([
    ['a list of names', ['path', 'mode']],
    ['a schema of zod', z.object({path: z.string(), mode: z.string()})],
    ['a JSON Schema', {type: 'object', properties: {path: {}, mode: {}}}],
  ])('names its arguments by %s', async (_, names) => {
    const {client} = openClient()
    const read = (path: string, mode?: string): string => `${path} ${mode}`
    const guarded = enforcePolicy(read, {client, tool: 'read_file', names})
    expect([await guarded('/tmp/a', 'r'), await guarded('/tmp/b')]).toEqual(['/tmp/a r', '/tmp/b undefined'])
    expect((await client.getSessionLogs()).map(({args}) => args)).toEqual([
      {path: '/tmp/a', mode: 'r'},
      {path: '/tmp/b'},
    ])
  })

  test('gets the sanitized arguments in their places', async () => {
    const {client} = openClient()
    const send = (to: string, token: string): string => `${to} ${token}`
    const guarded = enforcePolicy(send, {client, names: ['to', 'token']})
    expect(await guarded('ada', 'tk_1')).toBe('ada ***')
  })

  test('gets an argument that the policy adds', async () => {
    const {client} = openClient()
    const fetch = (args: object = {}): object => args
    expect(await enforcePolicy(fetch, {client, tool: 'fetch'})()).toEqual({timeout: 5})
  })

  test('does not run without an argument that it can’t be given', async () => {
    const {client} = openClient()
    let runs = 0
    const guarded = enforcePolicy((_url: string) => runs++, {client, tool: 'fetch', names: ['url']})
    expect(await codeOf(guarded('https://a.example'))).toBe('ARGUMENT_UNDELIVERABLE')
    expect([runs, (await client.getSessionLogs())[0]?.outcome?.status]).toEqual([0, 'error'])
  })

  test.each<[string, readonly unknown[], string]>([
    ['a text', ['/tmp/a'], 'ARGUMENTS_UNNAMED'],
    ['a list', [['/tmp/a']], 'ARGUMENTS_UNNAMED'],
    ['null', [null], 'ARGUMENTS_UNNAMED'],
    ['an object of a class', [new Map()], 'ARGUMENTS_UNNAMED'],
    ['a second argument', [{path: '/tmp/a'}, {force: true}], 'ARGUMENTS_UNKNOWN'],
  ])('without names refuses %s, and records nothing', async (_, given, code) => {
    const {client} = openClient()
    let runs = 0
    const guarded = enforcePolicy((..._args: unknown[]) => runs++, {client, tool: 'read_file'})
    expect([await codeOf(guarded(...given)), runs, await client.getSessionLogs()]).toEqual([code, 0, []])
  })

  test('refuses more arguments than it has names for', async () => {
    const {client} = openClient()
    const guarded = enforcePolicy((..._args: unknown[]) => 1, {client, tool: 'read_file', names: ['path']})
    expect(await codeOf(guarded('/tmp/a', {force: true}))).toBe('ARGUMENTS_UNKNOWN')
  })

  test('hands on what is not decided on where it is said so', async () => {
    const {client} = openClient()
    const {signal} = new AbortController()
    const read = (...args: unknown[]): unknown[] => args
    const byName = enforcePolicy(read, {client, tool: 'read_file', names: ['path', 'mode'], extra: 'pass on'})
    expect(await byName('/tmp/a', 'r', signal)).toEqual(['/tmp/a', 'r', signal])
    const whole = enforcePolicy(read, {client, tool: 'read_file', extra: 'pass on'})
    expect(await whole({path: '/tmp/a'}, signal)).toEqual([{path: '/tmp/a'}, signal])
  })

  test('passes arguments named like parts of every object', async () => {
    const {client} = openClient()
    const guarded = enforcePolicy((...args: unknown[]) => args, {
      client,
      tool: 'read_file',
      names: ['__proto__', 'constructor'],
    })
    expect(await guarded('a', 'b')).toEqual(['a', 'b'])
    const [record] = await client.getSessionLogs()
    expect(Object.entries(record?.args ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  test('gives nothing where it may not run and is told to keep quiet', async () => {
    const {client} = openClient()
    const guarded = enforcePolicy((_: {path: string}) => 1, {client, tool: 'read_file', raiseOnDeny: false})
    expect(await guarded({path: '/etc/passwd'})).toBeUndefined()
  })

  test('must have a name, and names that differ', () => {
    expect(() => enforcePolicy(() => 1)).toThrow('has no name')
    expect(() => enforcePolicy((_a, _b) => 1, {tool: 't', names: ['a', 'a']})).toThrow('both be named "a"')
  })
})

// Decorated classes are in `decorators.test.ts`: what compiles these tests knows no decorators.
describe('a decorator', () => {
  test('stands before methods only', () => {
    const decorate = enforcePolicy as unknown as (value: unknown, context: unknown) => unknown
    const context = {kind: 'class', name: 'Files', addInitializer: () => {}}
    expect(() => decorate(class {}, context)).toThrow(ValidationError)
    const legacy = expect.objectContaining({code: 'LEGACY_DECORATOR'})
    expect(() => decorate({}, 'read_file')).toThrow(legacy)
    const decorateWith = enforcePolicy({tool: 't'}) as unknown as (
      value: unknown,
      context: unknown,
    ) => unknown
    expect(() => decorateWith({}, 'read_file')).toThrow(legacy)
  })
})

describe('withApproval', () => {
  test('runs nothing that the policy would allow without asking', async () => {
    const {client} = openClient()
    let runs = 0
    const guarded = withApproval(() => runs++, {client, tool: 'deploy', message: 'Goes live'})
    await expect(guarded()).rejects.toBeInstanceOf(ApprovalRequiredError)
    expect([runs, await client.getSessionLogs()]).toMatchObject([
      0,
      [{metadata: {requires_approval: true, approval_message: 'Goes live'}, outcome: {status: 'blocked'}}],
    ])
  })

  test('asks where the policy asks', async () => {
    const {client} = openClient()
    const guarded = withApproval(() => 1, {client, tool: 'delete_file'})
    await expect(guarded()).rejects.toBeInstanceOf(ApprovalRequiredError)
    expect(await client.getSessionLogs()).toMatchObject([{effect: 'approve', outcome: null}])
  })

  test('binds nobody while the policy only watches', async () => {
    const {client, place} = openClient()
    place.write('policy.yaml', 'version: "1"\nmode: shadow\nrules: [{name: none, action: deny}]\n')
    expect(await withApproval(() => 'ran', {client, tool: 'deploy'})()).toBe('ran')
  })
})

describe('logAction', () => {
  test('runs in any case, and says so in the record', async () => {
    const {client} = openClient()
    const guarded = logAction(() => 'ran', {client, tool: 'unknown', level: 'DEBUG'})
    expect(await guarded()).toBe('ran')
    expect(await client.getSessionLogs()).toMatchObject([
      {
        effect: 'allow',
        ruling: 'deny',
        enforced: false,
        metadata: {level: 'DEBUG'},
        outcome: {status: 'success', result: 'ran'},
      },
    ])
  })
})

describe('the shared client', () => {
  test('is another one once it is configured anew, and the one before is closed', async () => {
    const place = standInProject(policy)
    await configure({cwd: place.cwd, sessionId: 'first'})
    const first = sharedClient()
    expect(await execute('deploy', {}, () => 1)).toBe(1)
    await configure({cwd: place.cwd, sessionId: 'second'})
    expect(await codeOf(first.enforce('deploy'))).toBe('CLIENT_CLOSED')
    expect(await execute('deploy', {}, () => 2)).toBe(2)
    expect(await sharedClient().getSessionLogs()).toHaveLength(1)
    await sharedClient().close()
  })
})
