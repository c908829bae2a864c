import {describe, expect, test} from 'vitest'
import {openRemote} from '../helpers/remote-place.js'
import {serve} from '../helpers/serving.js'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - {name: reads, tools: [read_file], condition: 'under(tool_args.path, "/tmp")', action: allow}
  - {name: masked, tools: [send], action: sanitize, sanitize: [{arg: token, with: mask}]}
  - {name: ask, tools: [delete_file], action: approve}
`

function createProject(): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('.tame/.keep', '')
  return place
}

const both = (place: Workplace, line: readonly string[], url: string): Promise<[Finished, Finished]> =>
  Promise.all([place.run(line), place.run([...line, '--api-url', url])])

/** What differs from one decision to the next, and nothing else. */
const settled = ({status, stdout, stderr}: Finished): unknown => ({
  status,
  stderr,
  stdout: stdout
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| ?[+-]\d\d:?\d\d)?/g, 'TIME'),
})

describe('with --api-url, the same is printed as without, by', () => {
  test('tame policy', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const [here, there] = await both(place, ['policy'], url)
    expect(settled(there)).toEqual(settled(here))
    const hash = /[0-9a-f]{64}/
    expect(settled({...here, stdout: here.stdout.replace(hash, 'HASH')})).toEqual({
      status: 0,
      stderr: '',
      stdout: `${place.pathOf('policy.yaml')}  version 1.0, 3 rules\nsha256 HASH\nloaded TIME\n`,
    })
  })

  test('tame test', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const lines = [
      ['test', 'read_file', '--args', 'path=/tmp/a'],
      ['test', 'read_file', '--args', 'path=/etc/a', '--exit-code'],
      ['test', 'read_file', '--args', 'path=/tmp/a', '--dry-run', '--explain'],
      ['test', 'send', '--args', 'token=tk_1', '--session-id', 's', '--json'],
      ['test', 'delete_file', '--exit-code', '--expect', 'approve'],
      ['test', 'read_file', '--args', 'path=/tmp/a', '--expect', 'deny'],
      ['test', 'read_file', '--args', 'path=/tmp/a', '--explain', '--json', '--dry-run'],
    ]
    for (const line of lines) {
      const [here, there] = await both(place, line, url)
      expect(settled(there)).toEqual(settled(here))
    }
  })

  test('the commands that read the record', async () => {
    const place = createProject()
    const {url} = await serve(place)
    await place.run(['test', 'read_file', '--args', 'path=/tmp/a', '--session-id', 's', '--api-url', url])
    await place.run(['test', 'send', '--args', 'token=tk_1', '--agent-id', 'a', '--api-url', url])
    const denied = await place.run(['test', 'read_file', '--args', 'path=/etc/b', '--json'])
    const {log_id: id} = JSON.parse(denied.stdout)
    const lines = [
      ['logs'],
      ['logs', '--json'],
      ['logs', '--format', 'csv'],
      ['logs', '--format', 'summary'],
      ['logs', '--session-id', 's', '--format', 'jsonl'],
      ['logs', '--limit', '1', '--decision', 'deny'],
      ['logs', '--grep', 'nothing of the kind'],
      ['logs', 'show', id],
      ['logs', 'show', id, '--json'],
      ['policy', 'explain', id],
      ['policy', 'explain', id, '--json'],
      ['logs', 'show', 'unknown'],
      ['keys', 'list', '--json'],
    ]
    for (const line of lines) {
      const [here, there] = await both(place, line, url)
      expect({line, ...there}).toEqual({line, ...here})
    }
  })

  test('the audit', async () => {
    const place = createProject()
    const {url} = await serve(place)
    await place.run(['test', 'read_file', '--args', 'path=/tmp/a', '--session-id', 's', '--api-url', url])
    const asked = await place.run(['test', 'send', '--args', 'token=tk_1', '--json', '--api-url', url])
    const {log_id: id} = JSON.parse(asked.stdout)
    const {stdout: checkpoint} = await place.run(['audit', 'checkpoint', '--api-url', url])
    place.write('anchored.txt', checkpoint)
    place.write('foreign.txt', checkpoint.replace(/^tame/, 'lame'))
    const lines = [
      ['audit', 'verify', '--checkpoint', 'anchored.txt'],
      ['audit', 'verify', '--checkpoint', 'foreign.txt'],
      ['audit', 'verify'],
      ['audit', 'verify', '--json'],
      ['audit', 'checkpoint'],
      ['audit', 'proof', id],
      ['audit', 'proof', 'unknown'],
      ['audit', 'export'],
      ['audit', 'export', '--session-id', 's'],
    ]
    for (const line of lines) {
      const [here, there] = await both(place, line, url)
      expect({line, ...there}).toEqual({line, ...here})
    }
    const erased = await place.run([
      'audit',
      'erase',
      id,
      '--reason',
      'asked for',
      '--yes',
      '--json',
      '--api-url',
      url,
    ])
    expect([erased.status, JSON.parse(erased.stdout)]).toEqual([
      0,
      {seq: expect.any(Number), entries: 1, cleared: true},
    ])
  })

  test('tame logs --follow, through a restart of the server', async () => {
    const place = createProject()
    const first = await serve(place)
    const {port} = new URL(first.url)
    const test = (n: number) => place.run(['test', 'read_file', '--args', `path=/tmp/${n}`])
    await test(0)
    const [here, there] = [[], ['--api-url', first.url]].map((more) =>
      place.start(['logs', '--follow', '--json', ...more]),
    )
    await Promise.all([here?.waitFor('/tmp/0'), there?.waitFor('/tmp/0')])
    await test(1)
    await there?.waitFor('/tmp/1')
    await first.end('SIGKILL')
    await test(2)
    await serve(place, port)
    await test(3)
    const followed = await Promise.all([here?.waitFor('/tmp/3'), there?.waitFor('/tmp/3')])
    expect(followed[1]).toBe(followed[0])
  })

  test('tame status, but for who answers', async () => {
    const place = createProject()
    const {url} = await serve(place)
    await place.run(['test', 'read_file', '--args', 'path=/tmp/a'])
    const here = JSON.parse((await place.run(['status', '--json'])).stdout)
    const there = JSON.parse((await place.run(['status', '--json', '--api-url', url])).stdout)
    expect(there).toEqual({
      ...here,
      mode: 'remote',
      api_url: url,
      policy: {...here.policy, loaded_at: there.policy.loaded_at},
    })
  })
})

describe.each(['SIGTERM', 'SIGKILL'] as const)('a server that is ended by %s under load', (signal) => {
  test('loses nothing that it answered, and counts nothing twice when it is back', async () => {
    const place = createProject()
    const first = await serve(place)
    const tame = openRemote(first.url, {retries: 100_000, timeoutMs: 60_000})
    const asked = Array.from({length: 400}, (_, n) => tame.enforce({tool: 'read_file', args: {n}}))
    await Promise.race(asked)
    await first.end(signal)
    await serve(place, new URL(first.url).port)
    const decisions = await Promise.all(asked)
    const {stdout} = await place.run(['logs', '--all', '--json'])
    const recorded = (JSON.parse(stdout) as {log_id: string}[]).map(({log_id}) => log_id)
    expect(recorded.toSorted()).toEqual(decisions.map(({logId}) => logId).toSorted())
  })
})

describe('a server', () => {
  test('that is not there is told, with status 5', async () => {
    const place = createProject()
    const {status, stdout, stderr} = await place.run(['test', 'read_file', '--api-url', 'http://127.0.0.1:9'])
    expect({status, stdout, stderr}).toEqual({
      status: 5,
      stdout: '',
      stderr: `Error: Can't reach the tame server at http://127.0.0.1:9: nobody listens there
Code: SERVER_UNREACHABLE
Try this: tame serve · tame config set api_url <url>
`,
    })
  })

  test('is not asked about a policy that is here', async () => {
    const place = createProject()
    const line = ['test', 'read_file', '--api-url', 'http://127.0.0.1:9', '--policy', 'policy.yaml', '--json']
    const {status, stdout} = await place.run(line)
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'NOT_FOR_A_SERVER'])
  })

  test('that refuses the key is told, with status 5', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const {status, stdout} = await place.run(['logs', '--api-url', url, '--api-key', 'tk_wrong', '--json'])
    expect([status, JSON.parse(stdout).error.code]).toEqual([5, 'UNAUTHORIZED'])
  })
})
