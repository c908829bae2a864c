import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: no_keys_out
    tools: [http_post]
    action: sanitize
    sanitize: [{arg: body, replace: "sk-[a-z0-9]+", by: "[key]"}]
  - name: mails
    tools: [send_email]
    action: approve
    reason: Mail leaves the company
  - name: too_often
    tools: [search]
    condition: session.action_count >= 2
    action: deny
  - name: search
    tools: [search]
    action: allow
redact: ["*.pin"]
`

function withPolicy(text = policy): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', text)
  return place
}

const json = ({stdout}: Finished) => JSON.parse(stdout)

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** What is another each time, by a name that is the same each time. */
const steady = (text: string): string =>
  text.replaceAll(uuid, 'ID').replaceAll(/sha256 [0-9a-f]{12,64}/g, 'sha256 HASH')

describe('tame test', () => {
  test('says what becomes of a call, and why', async () => {
    const {status, stdout, stderr} = await withPolicy().run([
      ...['test', 'read_file', '--args', 'path=/tmp/../etc/passwd', '--session-id', 'nightly'],
    ])
    expect({status, stderr, stdout: steady(stdout)}).toEqual({
      status: 0,
      stderr: '',
      stdout: `✖ deny read_file by default: No rule applies, and the default is to deny
  compared  tool_args.path under "/tmp", and is "/tmp/../etc/passwd": false
  policy    version 1.0, sha256 HASH
  session   nightly
  log id    ID
Next: tame policy explain ID
`,
    })
  })

  test('shows which arguments a rule changed', async () => {
    const {stdout} = await withPolicy().run(['test', 'http_post', '--args', 'body=mine is sk-abc123,to=x'])
    expect(steady(stdout)).toBe(
      `✎ sanitize http_post by no_keys_out: Rule "no_keys_out" allows it with changed arguments
  changed   body "mine is sk-abc123" → "mine is [key]"
  runs with  {"body":"mine is [key]","to":"x"}
  policy    version 1.0, sha256 HASH
  log id    ID
Next: tame logs show ID
`.replaceAll(/^ {2}(changed|policy|log id) {2,4}/gm, (_, name: string) => `  ${name.padEnd(9)}  `),
    )
  })

  test('prints the decision as JSON', async () => {
    const place = withPolicy()
    const finished = await place.run(['test', 'send_email', '--args', '{"to": "a@example.com"}', '--json'])
    expect([finished.status, finished.stderr, json(finished)]).toEqual([
      0,
      '',
      {
        decision: 'approve',
        rule_name: 'mails',
        reason: 'Mail leaves the company',
        policy_version: '1.0',
        policy_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        log_id: expect.stringMatching(uuid),
        session_id: null,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        tool_name: 'send_email',
        tool_args: {to: 'a@example.com'},
        approval_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ruling: 'approve',
        enforced: true,
        conditions_evaluated: [],
      },
    ])
  })

  test('adds an explanation when it is asked for one', async () => {
    const place = withPolicy()
    const args = ['test', 'read_file', '--args', 'path=/tmp/a', '--explain']
    const {stdout} = await place.run(args)
    expect(stdout).toContain('\n\n✔ temp_files (allow, line 3) applies\n')
    for (const more of [[], ['--dry-run']]) {
      const {explanation, log_id} = json(await place.run([...args, '--json', ...more]))
      expect(explanation.rules[0]).toMatchObject({rule_name: 'temp_files', outcome: 'applies', line: 3})
      expect(log_id === null).toBe(more.length > 0)
    }
  })

  test('records what it decides, who asked and what was claimed', async () => {
    const place = withPolicy()
    const who = ['--session-id', 's', '--agent-id', 'a', '--user-id', 'u', '--metadata', 'ticket=A-1']
    const decision = json(await place.run(['test', 'read_file', '--args', 'path=/tmp/a', ...who, '--json']))
    expect(json(await place.run(['logs', '--json']))).toEqual([
      {
        ...decision,
        seq: expect.any(Number),
        agent_id: 'a',
        user_id: 'u',
        metadata: {ticket: 'A-1'},
        given_args: null,
        status: null,
        result: null,
        error: null,
        duration_ms: null,
        cost: null,
        erased: false,
      },
    ])
  })

  test('--dry-run records nothing, and makes nothing', async () => {
    const place = withPolicy()
    const {status, stdout} = await place.run(['test', 'read_file', '--args', 'path=/tmp/a', '--dry-run'])
    expect(status).toBe(0)
    expect(stdout).toContain('  log id    none: nothing was recorded\n')
    expect(existsSync(place.pathOf('~/.local'))).toBe(false)
    expect(existsSync(place.pathOf('~/.config'))).toBe(false)
  })

  test('counts the calls of a session; a dry run sees what the next call would', async () => {
    const place = withPolicy()
    const decide = async (more: string[] = [], session = 's') =>
      json(await place.run(['test', 'search', '--session-id', session, '--json', ...more])).decision
    expect([await decide(), await decide(['--dry-run']), await decide()]).toEqual(['allow', 'allow', 'allow'])
    expect([await decide(['--dry-run']), await decide(), await decide([], 't')]).toEqual([
      'deny',
      'deny',
      'allow',
    ])
  })

  test.each([
    ['allow', 'read_file', ['--expect', 'allow'], 0],
    ['allow', 'read_file', ['--expect', 'deny'], 1],
    ['allow', 'read_file', ['--exit-code'], 0],
    ['deny', 'unknown', ['--expect', 'deny'], 0],
    ['deny', 'unknown', [], 0],
    ['deny', 'unknown', ['--exit-code'], 3],
    ['approve', 'send_email', ['--exit-code'], 4],
    ['sanitize', 'http_post', ['--exit-code'], 0],
    ['sanitize', 'http_post', ['--expect', 'allow', '--exit-code'], 1],
  ])('%s of %s with %j has exit status %i', async (decision, tool, flags, status) => {
    const args = ['test', tool, '--args', 'path=/tmp/a,body=sk-1', '--json', ...flags]
    const finished = await withPolicy().run(args)
    expect([finished.status, json(finished).decision]).toEqual([status, decision])
    expect(finished.stderr).toBe(status === 1 ? `Expected ${flags[1]}, but it is ${decision}\n` : '')
  })

  test('--bypass lets it run, and is loud about it', async () => {
    const place = withPolicy()
    const {status, stdout, stderr} = await place.run(['test', 'unknown', '--bypass'])
    expect([status, stderr]).toEqual([
      0,
      'Warning: bypass is on (--bypass): every call runs, whatever the policy says\n',
    ])
    expect(stdout).toContain('✔ allow unknown by default: ')
    expect(stdout).toContain('  warning  the policy says deny, and it is not enforced\n')
    expect(json(await place.run(['logs', '--json']))).toMatchObject([
      {decision: 'allow', ruling: 'deny', enforced: false},
    ])
  })

  test('takes arguments from a file and from stdin', async () => {
    const place = withPolicy()
    place.write('call.json', '{"path": "/tmp/a"}')
    expect(json(await place.run(['test', 'read_file', '--args', '@call.json', '--json'])).decision).toBe(
      'allow',
    )
    const finished = await place.run(['test', 'read_file', '--args', '-', '--json'], {
      input: '{"path": "/tmp/b"}',
    })
    expect(json(finished).tool_args).toEqual({path: '/tmp/b'})
  })

  test.each<[string, string[], Record<string, string>, number, string]>([
    ['no tool', ['test'], {}, 2, 'USAGE'],
    ['arguments that are no JSON', ['test', 'x', '--args', '{'], {}, 2, 'INVALID_JSON'],
    ['arguments that are no pairs', ['test', 'x', '--args', 'path'], {}, 2, 'BAD_ARGUMENTS'],
    ['metadata that is a list', ['test', 'x', '--metadata', '[1]'], {}, 2, 'BAD_ARGUMENTS'],
    ['half a character', ['test', 'x', '--args', '{"a": "\\ud800"}'], {}, 2, 'INVALID_CALL'],
    ['an unknown effect', ['test', 'x', '--expect', 'maybe'], {}, 2, 'USAGE'],
    ['a policy that is not there', ['test', 'x', '--policy', 'no.yaml'], {}, 2, 'FILE_MISSING'],
    ['a server', ['test', 'x'], {TAME_API_URL: 'http://127.0.0.1:9'}, 5, 'SERVER_UNREACHABLE'],
  ])('refuses %s', async (_, args, env, status, code) => {
    const finished = await withPolicy().run([...args, '--json'], {env})
    expect([finished.status, json(finished)]).toEqual([
      status,
      {error: {code, message: expect.any(String), suggestions: expect.any(Array)}},
    ])
  })

  test.each([
    ['no policy', undefined, 2, 'POLICY_MISSING'],
    ['a broken policy', 'version: "1"\nrules: 3\n', 1, 'POLICY_INVALID'],
  ])('with %s decides nothing', async (_, text, status, code) => {
    const place = createWorkplace()
    if (text !== undefined) place.write('policy.yaml', text)
    for (const more of [[], ['--dry-run'], ['--bypass']]) {
      const finished = await place.run(['test', 'read_file', '--json', ...more])
      expect([finished.status, json(finished).error.code]).toEqual([status, code])
    }
    expect(json(await place.run(['logs', '--json']))).toEqual([])
  })

  test('with a damaged record decides nothing, and says which file it is', async () => {
    const place = withPolicy()
    const file = place.write('bad.db', 'this is no database, whatever its name says')
    const finished = await place.run(['test', 'read_file', '--store', 'sqlite:bad.db', '--json'])
    expect([finished.status, json(finished).error]).toEqual([
      5,
      expect.objectContaining({code: 'STORE_CORRUPT', message: expect.stringContaining(file)}),
    ])
    expect(place.read('bad.db')).toBe('this is no database, whatever its name says')
  })

  test('in a terminal repeats in colour what the words say', async () => {
    const terminal = withPolicy().open(['test', 'send_email'])
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain('\u001b[33m⏳ approve\u001b[39m \u001b[1msend_email\u001b[22m')
  })

  test('lets no argument move the cursor', async () => {
    const args = ['test', 'read_file', '--args', '{"path": "\\u001b[2J\\u009b2J"}']
    const {stdout} = await withPolicy().run(args)
    expect(stdout).toContain('and is "\\u001b[2J\\u009b2J"')
  })

  test('shows and stores nothing that is secret', async () => {
    const place = withPolicy()
    const secret = 'hunter2-xyzzy'
    const args = {body: 'sk-1', password: secret, card: {pin: secret}, list: [{api_key: secret}]}
    const said: Finished[] = []
    for (const more of [
      [],
      ['--json'],
      ['--explain'],
      ['--explain', '--json'],
      ['--dry-run'],
      ['--dry-run', '--json'],
    ])
      said.push(await place.run(['test', 'http_post', '--args', JSON.stringify(args), ...more]))
    for (const format of ['table', 'json', 'csv', 'summary'])
      said.push(await place.run(['logs', '--format', format]))
    expect(said.map(({stdout, stderr}) => (stdout + stderr).includes(secret))).toEqual(said.map(() => false))
    const files = readdirSync(place.home, {recursive: true, encoding: 'utf8'})
      .map((file) => path.join(place.home, file))
      .filter((file) => statSync(file).isFile())
    expect(files.length).toBeGreaterThan(3)
    expect(files.filter((file) => readFileSync(file).includes(secret))).toEqual([])
  })
})
