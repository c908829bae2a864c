import {mkdirSync, readdirSync, rmSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {
  ApprovalRefusedError,
  ApprovalRequiredError,
  PolicyViolationError,
} from '../../../src/client/refusals.js'
import type {BackgroundOptions, KeptTask, Task} from '../../../src/client/sdk/task.js'
import type {GivenAnswer} from '../../../src/model/approval.js'
import {ApprovalTimeoutError} from '../../../src/model/approval-timeout.js'
import {Client} from '../../../src/runtime/client.js'
import {enforcePolicy, inBackground} from '../../../src/runtime/shared-client.js'
import {createTaskFiles} from '../../../src/runtime/task-files.js'
import {allOf} from '../../helpers/all-of.js'
import {openClient as openProject} from './open-client.js'

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('it resolves'),
    (error: unknown) => error,
  )

/** Answers the next question as soon as there is one. */
async function answerNext(client: Client, given: Partial<GivenAnswer> = {}): Promise<string> {
  const {approvals} = await client.tame()
  const id = await nextQuestion(client)
  await approvals.answer(id, {effect: 'approve', by: 'ada', ...given})
  return id
}

async function nextQuestion(client: Client): Promise<string> {
  const tame = await client.tame()
  for await (const {body} of tame.events({after: 0, kinds: ['approval']})) {
    const id = String(body['approval_id'])
    if ((await tame.approvals.get(id)).status === 'pending') return id
  }
  throw new Error('There are no more')
}

/** One that has a record already. */
async function openClient() {
  const opened = openProject()
  // Of its own: what others asked before is not to be answered here.
  mkdirSync(opened.place.pathOf('.tame'))
  await opened.client.enforce('read_file', {path: '/tmp/a'}, {sessionId: 'before'})
  return opened
}

describe('gate', () => {
  test('waits for a person, and gives the decision to run with', async () => {
    const {client} = await openClient()
    const waiting = client.gate('delete_file', {path: '/tmp/a'})
    const id = await answerNext(client, {args: {path: '/tmp/b'}})
    const {effect, args, approvalId} = await waiting
    expect([effect, args, approvalId]).toEqual(['sanitize', {path: '/tmp/b'}, id])
  })

  test('waits for nobody where nobody has to agree', async () => {
    const {client} = await openClient()
    expect((await client.gate('read_file', {path: '/tmp/a'})).effect).toBe('allow')
    expect(await errorOf(client.gate('read_file', {path: '/etc/a'}))).toBeInstanceOf(PolicyViolationError)
  })

  test('rejects with what a person said against it', async () => {
    const {client} = await openClient()
    const waiting = errorOf(client.gate('delete_file'))
    const id = await answerNext(client, {effect: 'deny', comment: 'Not today'})
    const error = await waiting
    if (!(error instanceof ApprovalRefusedError)) return expect.unreachable()
    expect([error.message, error.approvalId, error.approval.status]).toEqual([
      'delete_file was denied by ada: Not today',
      id,
      'denied',
    ])
  })

  test('rejects with the question’s id when nobody answers in time', async () => {
    const {client} = await openClient()
    const error = await errorOf(client.gate('delete_file', {}, {timeoutMs: 0}))
    if (!(error instanceof ApprovalTimeoutError)) return expect.unreachable()
    const {approvals} = await client.tame()
    expect((await approvals.get(error.approvalId)).status).toBe('pending')
  })

  test('waits no longer than its signal', async () => {
    const {client} = await openClient()
    const ending = new AbortController()
    const waiting = errorOf(client.gate('delete_file', {}, {signal: ending.signal}))
    await nextQuestion(client)
    ending.abort(new Error('enough'))
    expect(await waiting).toEqual(new Error('enough'))
  })

  test('gives the same answer to the same event, also after a person agreed', async () => {
    const {client} = await openClient()
    const waiting = client.gate('delete_file', {}, {eventId: 'e'})
    await answerNext(client)
    const {logId} = await waiting
    expect((await client.gate('delete_file', {}, {eventId: 'e'})).logId).toBe(logId)
  })
})

describe('execute', () => {
  test('rejects at once with the question’s id', async () => {
    const {client} = await openClient()
    const error = await errorOf(client.execute('delete_file', {}, () => 'gone'))
    if (!(error instanceof ApprovalRequiredError)) return expect.unreachable()
    const {approvals} = await client.tame()
    expect((await approvals.get(error.approvalId ?? '')).tool).toBe('delete_file')
  })

  test('waits, runs and records where it is asked to', async () => {
    const {client} = await openClient()
    const remove = enforcePolicy(
      async function delete_file({path}: {path: string}) {
        return `${path} is gone`
      },
      {client, wait: true},
    )
    const waiting = remove({path: '/tmp/a'})
    await answerNext(client)
    expect(await waiting).toBe('/tmp/a is gone')
    const records = await client.getSessionLogs()
    expect(records.map(({effect, outcome}) => [effect, outcome?.result ?? null])).toEqual([
      ['approve', null],
      ['allow', '/tmp/a is gone'],
    ])
  })
})

describe('background', () => {
  /** A task and what it came to. */
  async function start(client: Client, options: BackgroundOptions<string> = {}, run = () => 'gone') {
    let done: (came: [unknown, unknown, string]) => void = () => {}
    const over = new Promise<[unknown, unknown, string]>((resolve) => {
      done = resolve
    })
    const task = await client.background('delete_file', {path: '/tmp/a', token: 'x'}, run, {
      onDone: (error, result, {status}) => done([error, result, status]),
      ...options,
    })
    return {task, over}
  }

  test('goes on at once, and calls back with what the tool gave', async () => {
    const {client} = await openClient()
    const {task, over} = await start(client)
    expect([task.status, task.approvalId]).toEqual(['pending', expect.any(String)])
    await answerNext(client)
    expect(await over).toEqual([undefined, 'gone', 'completed'])
    expect(client.tasks.get(task.id)?.result).toBe('gone')
  })

  test.each<[string, Partial<GivenAnswer>, BackgroundOptions<string>, () => string, unknown, string]>([
    ['a person denies', {effect: 'deny'}, {}, () => 'gone', expect.any(ApprovalRefusedError), 'denied'],
    [
      'the tool fails',
      {},
      {},
      () => {
        throw new Error('no disk')
      },
      new Error('no disk'),
      'failed',
    ],
    ['nobody answers in time', {}, {timeoutMs: 0}, () => 'gone', expect.any(ApprovalTimeoutError), 'timeout'],
  ])('calls back when %s', async (_, given, options, run, error, status) => {
    const {client} = await openClient()
    const {over} = await start(client, options, run)
    if (options.timeoutMs === undefined) await answerNext(client, given)
    expect(await over).toEqual([error, undefined, status])
  })

  test('calls back when the policy denies', async () => {
    const {client} = await openClient()
    const ended = await new Promise<Task>((resolve) => {
      void client.background('read_file', {path: '/etc/a'}, () => 'x', {
        onDone: (_error, _result, task) => resolve(task),
      })
    })
    expect([ended.status, ended.error]).toEqual(['denied', expect.any(PolicyViolationError)])
  })

  test('lists, counts and forgets tasks', async () => {
    const {client} = await openClient()
    const {over} = await start(client, {agentId: 'a', metadata: {n: 1}})
    await answerNext(client)
    await over
    const {task} = await start(client, {agentId: 'b'})
    expect(client.tasks.list().map(({status, agentId}) => [status, agentId])).toEqual([
      ['completed', 'a'],
      ['pending', 'b'],
    ])
    expect(client.tasks.list({status: 'pending', tool: 'delete_file'})).toEqual([task])
    expect(client.tasks.stats()).toEqual({
      total: 2,
      byStatus: {pending: 1, approved: 0, denied: 0, completed: 1, failed: 0, timeout: 0},
    })
    expect([client.tasks.clearCompleted(3_600_000), client.tasks.clearCompleted()]).toEqual([0, 1])
    expect([await client.tasks.delete(task.id), await client.tasks.delete(task.id)]).toEqual([true, false])
    expect(client.tasks.stats().total).toBe(0)
  })

  test('is one task for one key, and goes on when the program is started anew', async () => {
    const {client, place} = await openClient()
    process.env['XDG_STATE_HOME'] = place.pathOf('.state')
    const {task} = await start(client, {key: 'nightly'})
    const second = await start(client, {key: 'nightly'})
    expect(second.task).toEqual(task)
    await client.close()
    const anew = new Client({cwd: place.cwd})
    expect((await anew.tasks.left()).map(({key, approvalId}) => [key, approvalId])).toEqual([
      ['nightly', task.approvalId],
    ])
    const third = await start(anew, {key: 'nightly'})
    expect(third.task.approvalId).toBe(task.approvalId)
    await answerNext(anew)
    expect(await third.over).toEqual([undefined, 'gone', 'completed'])
    expect(await anew.tasks.left()).toEqual([])
    expect(await allOf((await anew.tame()).approvals.list())).toHaveLength(1)
    await anew.close()
  })

  test('asks anew when the question of the program before is in no record any more', async () => {
    const {client, place} = await openClient()
    process.env['XDG_STATE_HOME'] = place.pathOf('.state')
    await start(client, {key: 'nightly'})
    await client.close()
    for (const file of readdirSync(place.pathOf('.tame'))) rmSync(place.pathOf(`.tame/${file}`))
    const anew = new Client({cwd: place.cwd})
    await anew.enforce('read_file', {path: '/tmp/a'})
    const {over} = await start(anew, {key: 'nightly'})
    await answerNext(anew)
    expect(await over).toEqual([undefined, 'gone', 'completed'])
    expect(await anew.tasks.left()).toEqual([])
    await anew.close()
  })

  test('is told what a person said while the program was not there', async () => {
    const {client, place} = await openClient()
    process.env['XDG_STATE_HOME'] = place.pathOf('.state')
    await start(client, {key: 'nightly'})
    await client.close()
    const person = new Client({cwd: place.cwd})
    await answerNext(person, {effect: 'deny'})
    const {over} = await start(person, {key: 'nightly'})
    expect((await over)[2]).toBe('denied')
    expect(await person.tasks.left()).toEqual([])
    await person.close()
  })
})

test('guards a function that goes on in the background', async () => {
  const {client} = await openClient()
  const ended = new Promise<Task>((resolve) => {
    const remove = inBackground(
      async function delete_file({path}: {path: string}) {
        return `${path} is gone`
      },
      {client, onDone: (_error, _result, task) => resolve(task)},
    )
    void remove({path: '/tmp/a'})
  })
  await answerNext(client)
  const {status, result} = await ended
  expect([status, result]).toEqual(['completed', '/tmp/a is gone'])
})

test('keeps tasks of one place apart from those of another, and passes over what is torn', async () => {
  const {place} = await openClient()
  const directory = (): string => place.pathOf('tasks')
  const here = createTaskFiles(directory, '/here')
  const task: KeptTask = {
    key: 'k',
    id: 't',
    tool: 'send',
    sessionId: null,
    approvalId: 'q',
    createdAtMs: 1_000,
  }
  expect([await here.list(), await here.find('k')]).toEqual([[], undefined])
  await here.put(task)
  place.write('tasks/torn.json', '{"place":"/he')
  expect([await here.list(), await here.find('k'), await here.find('l')]).toEqual([[task], task, undefined])
  const there = createTaskFiles(directory, '/there')
  expect([await there.list(), await there.find('k')]).toEqual([[], undefined])
  await here.remove('k')
  expect(await here.list()).toEqual([])
})
