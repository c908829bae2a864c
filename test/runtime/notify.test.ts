import {createHmac} from 'node:crypto'
import {once} from 'node:events'
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createServer, type IncomingHttpHeaders, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {approvalJson} from '../../src/model/approval.js'
import {runCommand} from '../../src/runtime/notify/command.js'
import {Notifier, type NotifierOptions} from '../../src/runtime/notify/notifier.js'
import {postSigned} from '../../src/runtime/notify/webhook.js'
import {createEnginePlace} from '../helpers/engine-place.js'

const policy = 'version: "1"\nrules: [{name: sends, tools: [send], action: approve}]\n'

interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server that answers one status after the other, and the last one from then on. */
async function openHook(...statuses: number[]): Promise<{url: string; posted: Posted[]}> {
  const posted: Posted[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    posted.push({headers: request.headers, body: Buffer.concat(chunks).toString('utf8')})
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    response.writeHead(status ?? 200, {location: '/elsewhere'}).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, posted}
}

function createDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'tame-notify-'))
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}))
  return directory
}

function createNotifier(options: Partial<NotifierOptions>): {notifier: Notifier; warnings: string[]} {
  const warnings: string[] = []
  const notifier = new Notifier({
    command: null,
    webhook: null,
    cwd: tmpdir(),
    now: () => 1_795_168_800_000,
    warn: (message) => warnings.push(message),
    ...options,
  })
  return {notifier, warnings}
}

const call = {tool: 'send', args: {to: 'bob', token: 's3cr3t'}, sessionId: 's'}
const forever = new AbortController().signal

test('tells a command and a URL of each new question, once, without what is secret', async () => {
  const cwd = createDirectory()
  const {url, posted} = await openHook(200)
  const {notifier, warnings} = createNotifier({
    command: 'cat >> told.json',
    webhook: {url, secret: 'shh'},
    cwd,
  })
  const tame = createEnginePlace(policy).open({onAsked: notifier.tell, atEnd: notifier.close})
  const {approvalId} = await tame.enforce(call)
  await tame.enforce(call)
  const approval = approvalJson(await tame.approvals.get(approvalId ?? ''))
  await tame.close()
  const text = readFileSync(path.join(cwd, 'told.json'), 'utf8')
  expect(JSON.parse(text)).toEqual({type: 'approval.asked', approval: {...approval, seq: expect.any(Number)}})
  expect(text).not.toContain('s3cr3t')
  const digits = createHmac('sha256', 'shh').update(`1795168800.${text}`).digest('hex')
  expect(posted.map(({headers, body}) => [body, headers['content-type'], headers['tame-signature']])).toEqual(
    [[text, 'application/json', `t=1795168800,v1=${digits}`]],
  )
  expect(warnings).toEqual([])
})

test('decides, whatever becomes of the telling', async () => {
  const {notifier, warnings} = createNotifier({
    command: 'exit 7',
    webhook: {url: 'http://127.0.0.1:1/', secret: null},
  })
  const tame = createEnginePlace(policy).open({
    onAsked: notifier.tell,
  })
  const {effect, approvalId} = await tame.enforce(call)
  expect(effect).toBe('approve')
  while (warnings.length === 0) await new Promise(setImmediate)
  expect(warnings).toEqual([`Nobody was told of the approval ${approvalId}: notify_command ended with 7`])
})

test('says of whom nobody was told when too many are being told of', async () => {
  const {url} = await openHook(200)
  const {notifier, warnings} = createNotifier({webhook: {url, secret: null}})
  const tame = createEnginePlace(policy).open()
  const {approvalId} = await tame.enforce(call)
  const approval = await tame.approvals.get(approvalId ?? '')
  for (let at = 0; at < 65; at++) notifier.tell({...approval, id: `q${at}`})
  expect(warnings).toEqual(['Nobody was told of the approval q64: 64 others are being told of already'])
  await notifier.close()
})

test.each([
  ['once', [200], 1, undefined],
  ['again where the other side fails', [503, 429, 204], 3, undefined],
  ['no more than three times', [500], 3, 'notify_url answers with status 500'],
  ['once where it is refused', [404], 1, 'notify_url answers with status 404'],
])('posts %s', async (_, statuses, times, problem) => {
  const {url, posted} = await openHook(...statuses)
  const posting = postSigned({url, secret: null}, '{}', {now: () => 0, signal: forever, pausesMs: [0, 0]})
  expect(
    await posting.then(
      () => undefined,
      (error) => error.message,
    ),
  ).toBe(problem)
  expect(posted.map(({headers}) => headers['tame-signature'])).toEqual(Array(times).fill(undefined))
})

test('follows no redirect', async () => {
  const {url, posted} = await openHook(307)
  const posting = postSigned({url, secret: 'x'}, '{}', {now: () => 0, signal: forever, pausesMs: []})
  await expect(posting).rejects.toThrow("notify_url can't be reached")
  expect(posted).toHaveLength(1)
})

function isAlive(pid: number): boolean {
  try {
    // One that ended, and that nobody has asked about yet, is there still.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

test('ends a command that is not waited for any more, with what it began', async () => {
  const cwd = createDirectory()
  const ending = new AbortController()
  const running = runCommand('sleep 60 & echo $! > begun; mv begun pid; wait', '{}', {
    cwd,
    signal: ending.signal,
  })
  const ended = expect(running).rejects.toThrow('notify_command ended with SIGTERM')
  while (!existsSync(path.join(cwd, 'pid'))) await new Promise(setImmediate)
  ending.abort()
  await ended
  const left = Number(readFileSync(path.join(cwd, 'pid'), 'utf8'))
  while (isAlive(left)) await new Promise(setImmediate)
})

test('ends one that takes no notice of being told to end', async () => {
  const cwd = createDirectory()
  const ending = new AbortController()
  const command = "trap '' TERM; sleep 60 & echo $! > begun; mv begun pid; wait; sleep 60"
  const running = runCommand(command, '{}', {cwd, signal: ending.signal})
  const ended = expect(running).rejects.toThrow('notify_command ended with SIGKILL')
  while (!existsSync(path.join(cwd, 'pid'))) await new Promise(setImmediate)
  ending.abort()
  await ended
  const left = Number(readFileSync(path.join(cwd, 'pid'), 'utf8'))
  while (isAlive(left)) await new Promise(setImmediate)
})

test('takes a command that reads nothing', async () => {
  await runCommand('true', 'x'.repeat(1_000_000), {cwd: tmpdir(), signal: forever})
})
