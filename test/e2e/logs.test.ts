import {describe, expect, test} from 'vitest'
import {loadConfig} from '../../src/config/load.js'
import type {Call} from '../../src/model/call.js'
import {openTame} from '../../src/runtime/open-tame.js'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: mails
    tools: [send_email]
    action: approve
`

/** A project in which these calls were recorded; without a process for each, which would take longer than the test. */
async function withCalls(...calls: Call[]): Promise<Workplace> {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  const settings = await loadConfig(place, {kind: 'flag', settings: new Map()})
  await using tame = openTame(settings, place)
  await Promise.all(calls.map((call) => tame.enforce(call)))
  return place
}

const read = (path: string, session = 'nightly'): Call => ({
  tool: 'read_file',
  args: {path},
  sessionId: session,
  agentId: `agent of ${session}`,
})
const mail: Call = {tool: 'send_email', args: {to: 'ada@example.com'}, userId: 'ada'}

const json = ({stdout}: Finished) => JSON.parse(stdout)
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const time = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{3}Z|[+-]\d\d:\d\d)/g
const steady = (text: string): string => text.replaceAll(uuid, 'ID').replaceAll(time, 'TIME')

describe('tame logs', () => {
  test('shows the recorded calls, oldest first', async () => {
    const place = await withCalls(read('/tmp/a'), read('/etc/passwd', 'daily'), mail)
    const {status, stdout, stderr} = await place.run(['logs'])
    expect({status, stderr, stdout: steady(stdout)}).toEqual({
      status: 0,
      stderr: '',
      stdout: `\
TIME                      DECISION    TOOL        ARGUMENTS                 RULE        SESSION  AGENT             RESULT  LOG ID
TIME  ✔ allow     read_file   {"path":"/tmp/a"}         temp_files  nightly  agent of nightly  -       ID
TIME  ✖ deny      read_file   {"path":"/etc/passwd"}    (default)   daily    agent of daily    -       ID
TIME  ⏳ approve  send_email  {"to":"ada@example.com"}  mails       -        -                 -       ID
`,
    })
  })

  test('in a terminal is no wider than it, with local times', async () => {
    const place = await withCalls(read('/tmp/a'))
    for (const columns of [40, 80, 200]) {
      const terminal = place.open(['logs'], {columns, env: {TZ: 'Asia/Kolkata', NO_COLOR: '1'}})
      expect(await terminal.finished).toBe(0)
      const lines = terminal.output().trimEnd().split('\r\n')
      expect(lines).toHaveLength(2)
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
      const time = columns === 40 ? '\\d\\d-\\d\\d [\\d:]{8}' : '\\d{4}-\\d\\d-\\d\\d [\\d:]{8}\\+05:30'
      expect(lines[1]).toMatch(new RegExp(`^${time} {2}✔ allow +read_file`))
    }
  })

  test.each<[string, string[], string[]]>([
    ['a session', ['--session-id', 'daily'], ['/etc/passwd']],
    ['an agent', ['--agent-id', 'agent of nightly'], ['/tmp/a']],
    ['a user', ['--user-id', 'ada'], ['ada@example.com']],
    ['a tool', ['--tool', 'read_file'], ['/tmp/a', '/etc/passwd']],
    ['a decision', ['--decision', 'deny'], ['/etc/passwd']],
    ['a rule', ['--rule', 'mails'], ['ada@example.com']],
    ['no rule', ['--rule', ''], ['/etc/passwd']],
    ['a time', ['--since', '1h'], ['/tmp/a', '/etc/passwd', 'ada@example.com']],
    ['a time before', ['--until', '1h'], []],
    ['a text, in any case', ['--grep', 'ETC/'], ['/etc/passwd']],
    ['a count', ['--limit', '2'], ['/etc/passwd', 'ada@example.com']],
    ['none', ['--limit', '0'], []],
    ['several', ['--tool', 'read_file', '--decision', 'allow', '--since', 'today'], ['/tmp/a']],
  ])('narrowed to %s shows those', async (_, flags, shown) => {
    const place = await withCalls(read('/tmp/a'), read('/etc/passwd', 'daily'), mail)
    for (const format of [['--json'], ['--format', 'json']]) {
      const records: {tool_args: Record<string, string>}[] = json(
        await place.run(['logs', ...format, ...flags]),
      )
      expect(records.flatMap(({tool_args: args}) => Object.values(args))).toEqual(shown)
    }
  })

  test('is not narrowed by a session, agent or user that is only configured', async () => {
    const place = await withCalls(read('/tmp/a'), mail)
    place.write('.tamerc', 'session_id: other\nagent_id: other\n')
    expect(json(await place.run(['logs', '--json'], {env: {TAME_USER_ID: 'other'}}))).toHaveLength(2)
    expect(json(await place.run(['logs', '--json', '--session-id', 'other']))).toEqual([])
  })

  test('prints jsonl and csv for programs', async () => {
    const place = await withCalls(read('/tmp/a'), mail)
    const {stdout: jsonl} = await place.run(['logs', '--format', 'jsonl'])
    expect(
      jsonl
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(json(await place.run(['logs', '--json'])))
    const {stdout: csv} = await place.run(['logs', '--format', 'csv'])
    expect(csv.split('\r\n').map((line) => line.split(',').slice(1, 3).join())).toEqual([
      'decision,tool_name',
      'allow,read_file',
      'approve,send_email',
      '',
    ])
  })

  test('takes its format from the configuration, and --json before that', async () => {
    const place = await withCalls(mail)
    place.write('.tamerc', 'format: jsonl\n')
    expect(json(await place.run(['logs']))).toMatchObject({tool_name: 'send_email'})
    expect(json(await place.run(['logs', '--json']))).toHaveLength(1)
  })

  test('sums up what became of the calls', async () => {
    const place = await withCalls(read('/tmp/a'), read('/tmp/b'), read('/etc/passwd', 'daily'), mail)
    const {stdout} = await place.run(['logs', '--format', 'summary'])
    expect(steady(stdout)).toBe(`\
4 calls from TIME to TIME
  ✔ allow  2 (50 %)
  ✖ deny  1 (25 %)
  ⏳ approve  1 (25 %)
  no results reported

TOOL        CALLS
read_file   3
send_email  1

RULE        CALLS
temp_files  2
(default)   1
mails       1

AGENT             CALLS
agent of nightly  2
agent of daily    1
(not said)        1
`)
    expect(
      json(await place.run(['logs', '--format', 'summary', '--json', '--decision', 'deny'])),
    ).toMatchObject({
      total: 1,
      decisions: {allow: 0, deny: 1, approve: 0, sanitize: 0},
      rules: [{name: null, count: 1}],
    })
  })

  test.each<[string[], string, string]>([
    [[], '', 'Nothing is recorded yet. Try: tame test read_file --args path=/tmp/a\n'],
    [['--tool', 'x'], '', 'No recorded call is meant by these flags\n'],
    [['--json'], '[]\n', ''],
    [['--format', 'jsonl'], '', ''],
    [['--format', 'summary'], 'No calls\n', ''],
  ])('%j of nothing prints %j', async (flags, stdout, stderr) => {
    const place = createWorkplace()
    expect(await place.run(['logs', ...flags])).toEqual({status: 0, stdout, stderr})
  })

  test('needs no policy: the record is there without', async () => {
    const place = await withCalls(mail)
    place.write('policy.yaml', 'broken')
    expect(json(await place.run(['logs', '--json']))).toHaveLength(1)
  })

  test('says so when there may be more', async () => {
    const place = await withCalls(...Array.from({length: 51}, () => mail))
    const run = async (...flags: string[]) => place.run(['logs', '--format', 'jsonl', ...flags])
    const lines = ({stdout}: Finished): number => stdout.split('\n').length - 1
    const usual = await run()
    expect([lines(usual), usual.stderr]).toEqual([50, 'These are the newest 50; all of them: --all\n'])
    for (const flags of [['--all'], ['--limit', '60']]) {
      const finished = await run(...flags)
      expect([lines(finished), finished.stderr]).toEqual([51, ''])
    }
    expect(json(await place.run(['logs', '--format', 'summary', '--json'])).total).toBe(51)
  })

  test('streams what is more than a pipe holds, and ends with whoever reads', async () => {
    const place = await withCalls(...Array.from({length: 3000}, () => mail))
    const records: {seq: number}[] = json(await place.run(['logs', '--json', '--all']))
    expect(records).toHaveLength(3000)
    expect(records.map(({seq}) => seq)).toEqual(records.map(({seq}) => seq).sort((a, b) => a - b))
    expect(await place.run(['logs', '--all'], {unread: true})).toMatchObject({status: 0, stderr: ''})
  })

  test.each<[string[], string]>([
    [['--since', 'soon'], '--since "soon" is no time'],
    [['--until', '2026-02-30'], '--until "2026-02-30" is no time'],
    [['--since', '1h', '--until', '2h'], '--until 2h is not after --since 1h: no call lies between'],
    [['--all', '--limit', '3'], '--limit=3 cannot also be provided when using --all'],
    [['--limit', '-1'], 'Parsing --limit'],
    [['--format', 'xml'], 'Expected --format=xml to be one of: table, json, jsonl, csv, summary'],
    [['--json', '--format', 'csv'], '--json and --format csv ask for different things'],
    [['--follow', '--format', 'summary'], 'A log that is followed has no summary'],
    [['show'], 'Missing 1 required arg'],
  ])('%j is asked wrongly', async (flags, message) => {
    const {status, stdout, stderr} = await createWorkplace().run(['logs', ...flags])
    const said = flags.includes('--json') ? JSON.parse(stdout).error.message : stderr
    expect([status, said]).toEqual([2, expect.stringContaining(message)])
  })

  test('of a damaged record is an error, and no empty log', async () => {
    const place = createWorkplace()
    place.write('bad.db', 'no database at all, but long enough to be looked at by somebody')
    const finished = await place.run(['logs', '--json', '--store', 'sqlite:bad.db'])
    expect([finished.status, json(finished).error.code]).toEqual([5, 'STORE_CORRUPT'])
  })

  test('ends quietly when nobody reads on', async () => {
    const place = await withCalls(mail)
    expect(await place.run(['logs'], {unread: true})).toMatchObject({status: 0, stderr: ''})
  })
})

describe('tame logs --follow', () => {
  test('goes on with the calls of other processes, each once, until Ctrl-C', async () => {
    const place = await withCalls(read('/tmp/0'))
    const following = place.start(['logs', '--follow', '--json', '--tool', 'read_file'])
    await following.waitFor('/tmp/0')
    await Promise.all([1, 2, 3].map((n) => place.run(['test', 'read_file', '--args', `path=/tmp/${n}`])))
    await place.run(['test', 'send_email', '--args', 'to=ada@example.com'])
    await place.run(['test', 'read_file', '--args', 'path=/tmp/end'])
    await following.waitFor('/tmp/end')
    following.signal('SIGINT')
    const {status, stdout, stderr} = await following.finished
    expect([status, stderr]).toEqual([130, 'Waiting for calls; Ctrl-C ends\n'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({tool_args: {path}}) => path).sort()).toEqual([
      '/tmp/0',
      '/tmp/1',
      '/tmp/2',
      '/tmp/3',
      '/tmp/end',
    ])
    expect(lines.map(({seq}) => seq)).toEqual(lines.map(({seq}) => seq).sort((a, b) => a - b))
  })

  test('begins before anything is recorded', async () => {
    const place = await withCalls()
    const following = place.start(['logs', '--follow'])
    await place.run(['test', 'send_email', '--args', 'to=ada@example.com'])
    expect(steady(await following.waitFor('\n'))).toBe(
      'TIME  ⏳ approve  send_email {"to":"ada@example.com"}  by mails: Rule "mails" asks for a person’s approval  ID\n',
    )
  })

  test('in a terminal ends by Ctrl-C', async () => {
    const place = await withCalls(mail)
    const terminal = place.open(['logs', '--follow'], {columns: 60})
    await terminal.waitFor('send_email')
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
  })

  test('ends by the signal that asks it to', async () => {
    const place = await withCalls(mail)
    const following = place.start(['logs', '--follow'])
    await following.waitFor('send_email')
    following.signal('SIGTERM')
    expect(await following.finished).toMatchObject({status: null})
  })
})

describe('tame logs show', () => {
  test('shows all that is recorded of a call', async () => {
    const place = await withCalls(read('/etc/passwd'))
    const [{log_id: id}] = json(await place.run(['logs', '--json']))
    const {status, stdout} = await place.run(['logs', 'show', id])
    expect(status).toBe(0)
    expect(steady(stdout)).toContain(`✖ deny read_file by default: No rule applies, and the default is to deny
  at         TIME
  agent      agent of nightly
  arguments  {"path":"/etc/passwd"}
  compared   tool_args.path under "/tmp", and is "/etc/passwd": false
`)
    expect(stdout).toContain('  session    nightly\n')
    expect(stdout).toContain('  result     none was reported\n')
    expect(stdout).toContain('· temp_files (allow, line 3) does not apply\n')
    expect(stdout).toContain('✔ Decided again by the policy of its time, it comes out the same\n')
    expect(json(await place.run(['logs', 'show', id, '--json']))).toMatchObject({
      log_id: id,
      decision: 'deny',
      agent_id: 'agent of nightly',
      again: 'same',
      why: null,
      explanation: {nearest_miss: {rule_name: 'temp_files'}},
    })
  })

  test('of an id that nobody has is asked wrongly', async () => {
    const finished = await createWorkplace().run(['logs', 'show', 'nope', '--json'])
    expect([finished.status, json(finished).error.code]).toEqual([2, 'LOG_NOT_FOUND'])
  })
})

describe('tame policy explain of a log id', () => {
  test('explains by the policy of its time, whatever is in force now', async () => {
    const place = await withCalls(read('/tmp/a'))
    const [{log_id: id}] = json(await place.run(['logs', '--json']))
    place.write('policy.yaml', policy.replace('action: allow', 'action: deny'))
    const {status, stdout} = await place.run(['policy', 'explain', id])
    expect({status, stdout: steady(stdout)}).toEqual({
      status: 0,
      stdout: `✔ allow read_file by temp_files: Rule "temp_files" allows it
recorded TIME, log id ID

✔ temp_files (allow, line 3) applies
    tools holds: tool_name fits ["read_file"], and is "read_file"
    condition holds
      under(tool_args.path, "/tmp") → true
        tool_args.path → "/tmp/a"
… and 1 more that were not reached

✔ Decided again by the policy of its time, it comes out the same
`,
    })
    expect(json(await place.run(['policy', 'explain', id, '--json']))).toMatchObject({
      log_id: id,
      decision: 'allow',
      again: 'same',
    })
  })

  test('of a tool that is called like one takes --args to mean it', async () => {
    const place = await withCalls()
    const tool = '01a1f7e2-0dd5-7091-befc-754c5aa8aafd'
    expect(json(await place.run(['policy', 'explain', tool, '--json'])).error.code).toBe('LOG_NOT_FOUND')
    expect(json(await place.run(['policy', 'explain', tool, '--args', '', '--json']))).toMatchObject({
      tool_name: tool,
      decision: 'deny',
    })
  })
})
