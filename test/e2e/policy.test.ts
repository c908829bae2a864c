import {statSync, symlinkSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = `# ours
version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: no_more_mails
    tools: [send_email]
    condition: session.action_count >= 100
    action: deny
    reason: That is enough for one session
`

function withPolicy(text = policy): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', text)
  return place
}

const json = ({stdout}: Finished): unknown => JSON.parse(stdout)

describe('tame policy validate', () => {
  test('says so of a sound policy', async () => {
    expect(await withPolicy().run(['policy', 'validate'])).toEqual({
      status: 0,
      stdout: '✔ policy.yaml: version 1.0, 2 rules\n',
      stderr: '',
    })
  })

  test('says all that is wrong, each with its line and what to try', async () => {
    const place = withPolicy(
      policy.replace('tool_args.path', 'tool_arg.path').replace('action: deny', 'acton: deny'),
    )
    const {status, stdout} = await place.run(['policy', 'validate'])
    expect(status).toBe(1)
    expect(stdout).toBe(
      [
        '✖ error UNKNOWN_NAME policy.yaml:6:22: There is no name `tool_arg`',
        '  6 │     condition: under(tool_arg.path, "/tmp")',
        '    │                      ^^^^^^^^',
        '  Try this: Did you mean tool_args?',
        '',
        '✖ error UNKNOWN_KEY policy.yaml:11:5: Unknown key "acton"',
        '  11 │     acton: deny',
        '     │     ^^^^^',
        '  Try this: Did you mean "action"?',
        '',
        '2 errors',
        '',
      ].join('\n'),
    )
  })

  test('prints the problems of several files as JSON', async () => {
    const place = withPolicy()
    place.write('other.yaml', 'version: 1.0\nrules: []\n')
    const finished = await place.run(['policy', 'validate', 'policy.yaml', 'other.yaml', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      1,
      {
        ok: false,
        problems: [
          expect.objectContaining({
            severity: 'error',
            file: 'other.yaml',
            line: 1,
            column: 10,
            witness: null,
          }),
        ],
      },
    ])
  })

  test.each<[string, string[], string]>([
    ['is not there', ['nope.yaml'], 'FILE_MISSING'],
    ['is a directory', ['.git'], 'FILE_UNREADABLE'],
  ])('of a file that %s is asked wrongly', async (_, args, code) => {
    const finished = await withPolicy().run(['policy', 'validate', ...args, '--json'])
    expect([finished.status, json(finished)]).toEqual([2, {error: expect.objectContaining({code})}])
  })

  test('without any policy says where it looked', async () => {
    const {status, stderr} = await createWorkplace().run(['policy', 'validate'])
    expect(status).toBe(2)
    expect(stderr).toContain('There is no policy: no policy.yaml or .tame/policy.yaml in ')
  })

  test('takes the policy of --policy, of TAME_POLICY and of the configuration', async () => {
    const place = createWorkplace()
    place.write('p/mine.yaml', policy)
    const stdout = '✔ p/mine.yaml: version 1.0, 2 rules\n'
    expect((await place.run(['policy', 'validate', '--policy', 'p/mine.yaml'])).stdout).toBe(stdout)
    expect((await place.run(['policy', 'validate'], {env: {TAME_POLICY: 'p/mine.yaml'}})).stdout).toBe(stdout)
    place.write('.tamerc', 'policy: p/mine.yaml\n')
    expect((await place.run(['policy', 'validate'])).stdout).toBe(stdout)
  })
})

describe('tame policy lint', () => {
  test('has nothing to say of a sound policy', async () => {
    expect(await withPolicy().run(['policy', 'lint'])).toEqual({
      status: 0,
      stdout: '✔ policy.yaml: version 1.0, 2 rules\n',
      stderr: '',
    })
  })

  test('shows what is wrong with a call that the policy decides', async () => {
    const place = withPolicy(
      policy.replace('under(tool_args.path, "/tmp")', 'tool_args.path.startswith("/tmp/")'),
    )
    const {status, stdout} = await place.run(['policy', 'lint'])
    expect(status).toBe(1)
    expect(stdout).toContain('! warning PATH_AS_TEXT policy.yaml:6:16: ')
    expect(stdout).toContain('\n  Try this: Write under(tool_args.path, "/tmp")\n\n1 warning\n')
    const finished = await place.run(['policy', 'lint', '--json'])
    const {problems} = json(finished) as {problems: {code: string; witness: {tool: string; args: object}}[]}
    expect(problems.map(({code}) => code)).toEqual(['PATH_AS_TEXT'])
    const [{witness} = {witness: {tool: '', args: {}}}] = problems
    const args = ['policy', 'explain', witness.tool, '--args', JSON.stringify(witness.args), '--json']
    expect(json(await place.run(args))).toMatchObject({decision: 'allow', rule_name: 'temp_files'})
  })

  test('does not call a policy fine that it could not look at whole', async () => {
    const rules = Array.from(
      {length: 10_000},
      (_, n) =>
        `  - {name: r${n}, condition: "tool_args.a == ${n}", action: ${n % 2 === 0 ? 'allow' : 'deny'}}`,
    )
    const place = withPolicy(`version: "1"\nrules:\n${rules.join('\n')}\n`)
    const finished = await place.run(['policy', 'lint', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      1,
      {ok: false, problems: expect.any(Array), incomplete: true},
    ])
    expect((await place.run(['policy', 'lint'])).stdout).toContain(
      'Not all of it was looked at: there may be more to find',
    )
  }, 60_000)

  test('says of a broken policy what is broken', async () => {
    const {status, stdout} = await withPolicy('version: "1"\nrules: 3\n').run(['policy', 'lint'])
    expect(status).toBe(1)
    expect(stdout).toContain('✖ error INVALID_VALUE policy.yaml:2:8: "rules" must be a list, but is 3')
  })
})

test.each([['validate'], ['lint'], ['show']])(
  'tame policy %s says that a policy in shadow mode binds nobody',
  async (command) => {
    const place = withPolicy(policy.replace('rules:', 'mode: shadow\nrules:'))
    const {status, stdout} = await place.run(['policy', command])
    expect(status).toBe(0)
    expect(stdout).toMatch(/shadow.*lets every/)
  },
)

describe('tame policy show', () => {
  test('lists the rules in their order', async () => {
    const {status, stdout} = await withPolicy().run(['policy', 'show'])
    expect(status).toBe(0)
    expect(stdout.split('\n').map((line) => line.replace(/[0-9a-f]{64}/, 'HASH'))).toEqual([
      'policy.yaml  version 1.0, 2 rules, by default deny',
      'sha256 HASH',
      '',
      'RULE           ACTION  TOOLS       CONDITION                      LINE',
      'temp_files     allow   read_file   under(tool_args.path, "/tmp")  4',
      'no_more_mails  deny    send_email  session.action_count >= 100    8',
      '',
    ])
  })

  test('as JSON has each rule whole', async () => {
    const finished = await withPolicy().run(['policy', 'show', '--json'])
    expect(json(finished)).toMatchObject({
      version: '1.0',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      default: 'deny',
      mode: 'enforce',
      rules_count: 2,
      rules: [{name: 'temp_files', action: 'allow', tools: ['read_file'], line: 4}, {name: 'no_more_mails'}],
    })
  })

  test('shows nothing of a policy that can’t be put in force', async () => {
    const {status, stdout, stderr} = await withPolicy('version: "1"\nrules: 3\n').run(['policy', 'show'])
    expect({status, stdout}).toEqual({status: 1, stdout: ''})
    expect(stderr).toBe(`✖ error INVALID_VALUE policy.yaml:2:8: "rules" must be a list, but is 3
  2 │ rules: 3
    │        ^
  Try this: Write for example: rules: [{name: deny_deleting, tools: [delete_*], action: deny}]

1 error
Code: POLICY_INVALID
`)
  })
})

describe('tame policy explain', () => {
  test('says why, rule by rule', async () => {
    const {status, stdout} = await withPolicy().run([
      'policy',
      'explain',
      'read_file',
      '--args',
      'path=/tmp/../etc/passwd',
    ])
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: [
        '✖ deny by default: No rule applies, and the default is to deny',
        '',
        '· temp_files (allow, line 4) does not apply',
        '    tools holds: tool_name fits ["read_file"], and is "read_file"',
        '    condition fails',
        '      under(tool_args.path, "/tmp") → false',
        '        tool_args.path → "/tmp/../etc/passwd"',
        '· no_more_mails (deny, line 8) does not apply',
        '    tools fails: tool_name fits ["send_email"], and is "read_file"',
        '',
        'Nearest miss: temp_files (allow) lacked under(tool_args.path, "/tmp")',
        '',
      ].join('\n'),
    })
  })

  test('takes the facts that it is given', async () => {
    const args = [
      'policy',
      'explain',
      'send_email',
      '--facts',
      '{"session": {"action_count": 100}}',
      '--json',
    ]
    const finished = await withPolicy().run(args)
    expect(json(finished)).toMatchObject({
      decision: 'deny',
      rule_name: 'no_more_mails',
      reason: 'That is enough for one session',
      conditions_evaluated: [
        {source: 'session.action_count >= 100', expected: 100, actual: 100, result: true},
      ],
      explanation: {rules: [{outcome: 'does not apply'}, {outcome: 'applies'}]},
    })
  })

  test.each([
    ['--facts', '{"sesion": {}}', 'BAD_INPUT', 'Did you mean "session"?'],
    ['--facts', '{"session": {"action_count": "many"}}', 'BAD_INPUT', undefined],
    ['--args', '{', 'INVALID_JSON', undefined],
  ])('with a wrong %s %s is asked wrongly', async (flag, text, code, suggestion) => {
    const finished = await withPolicy().run(['policy', 'explain', 'x', flag, text, '--json'])
    const suggestions = suggestion === undefined ? expect.any(Array) : [suggestion]
    expect([finished.status, json(finished)]).toEqual([
      2,
      {error: expect.objectContaining({code, suggestions})},
    ])
  })

  test('hides what the policy, or common sense, calls a secret', async () => {
    const args = ['policy', 'explain', 'read_file', '--args', '{"path": "/tmp/a", "password": "hunter2"}']
    for (const format of [[], ['--json']]) {
      const {stdout} = await withPolicy().run([...args, ...format])
      expect(stdout).not.toContain('hunter2')
    }
  })

  test.each([
    ['--facts', '{"session": 5}', '"session" must be'],
    ['--facts', '{"agent": "bob"}', '"agent" must be'],
    ['--facts', '{"session": ', '--facts is not JSON'],
    ['--args', '[1]', '--args must be a JSON object'],
  ])('with %s %s says what is wrong with it', async (flag, text, message) => {
    const {status, stderr} = await withPolicy().run(['policy', 'explain', 'x', flag, text])
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })

  test('takes whom it is asked for from flags and settings', async () => {
    const place = withPolicy(
      policy.replace(
        'under(tool_args.path, "/tmp")',
        'agent.id == "a" and user.id == "u" and session.id == "s"',
      ),
    )
    const asked = ['policy', 'explain', 'read_file', '--json']
    expect(
      json(await place.run([...asked, '--agent-id', 'a', '--user-id', 'u', '--session-id', 's'])),
    ).toMatchObject({decision: 'allow', session_id: 's'})
    expect(
      json(await place.run([...asked, '--agent-id', 'b', '--user-id', 'u', '--session-id', 's'])),
    ).toMatchObject({decision: 'deny'})
    const facts = '{"agent": {"id": "a"}, "user": {"id": "u"}, "session": {"id": "s"}}'
    expect(json(await place.run([...asked, '--agent-id', 'b', '--facts', facts]))).toMatchObject({
      decision: 'allow',
    })
  })

  test('sees an argument named __proto__, as the tests of a policy do', async () => {
    const place = withPolicy(policy.replace('under(tool_args.path, "/tmp")', `'"__proto__" in tool_args'`))
    const finished = await place.run([
      'policy',
      'explain',
      'read_file',
      '--args',
      '{"__proto__": 1}',
      '--json',
    ])
    expect(json(finished)).toMatchObject({decision: 'allow'})
  })

  test('shows no argument that could move the cursor', async () => {
    const args = JSON.stringify({path: '\u001b[2J\u202e'})
    const {stdout} = await withPolicy().run(['policy', 'explain', 'read_file', '--args', args])
    expect(stdout).not.toContain('\u001b')
    expect(stdout).not.toContain('\u202e')
  })
})

describe('tame policy eval', () => {
  test.each<[string, string]>([
    ['1 + 1', '2\n'],
    ['-7 // 2', '-4\n'],
    ['"a".upper()', '"A"\n'],
    ['[1, 2][-1]', '2\n'],
    ['tool_args.nothing', 'null\n'],
  ])('%s prints %j', async (expression, stdout) => {
    expect(await createWorkplace().run(['policy', 'eval', expression])).toEqual({
      status: 0,
      stdout,
      stderr: '',
    })
  })

  test('takes its input from a file or from stdin', async () => {
    const place = createWorkplace()
    const input = '{"tool_args": {"path": "/tmp/../etc"}, "now": "2026-11-20T10:00:00+01:00"}'
    place.write('input.json', input)
    const expression = 'under(tool_args.path, "/etc") and datetime.hour == 9'
    expect((await place.run(['policy', 'eval', expression, '--input', 'input.json'])).stdout).toBe('true\n')
    expect((await place.run(['policy', 'eval', expression, '--input', '-'], {input})).stdout).toBe('true\n')
  })

  test.each<[string, string, number]>([
    ['tool_nmae == "x"', 'expression:1:1: There is no name `tool_nmae`', 1],
    ['1 / 0', 'Division by zero', 1],
    ['tool_args.a > 5', 'EVALUATION_ERROR', 1],
  ])('%s is an error with its place', async (expression, message, status) => {
    const finished = await createWorkplace().run(['policy', 'eval', expression, '--input', '-'], {
      input: '{"tool_args": {"a": "x"}}',
    })
    expect(finished.status).toBe(status)
    expect(finished.stderr).toContain(message)
  })

  test('with --jsonl answers each line, also one that is wrong', async () => {
    const input = [
      '{"expr": "tool_args.a + 1", "input": {"tool_args": {"a": 2}}}',
      '{"expr": "len(session.calls) + 1 == x"}',
      '{"expr": "tool_args.a < 3", "input": {"tool_args": {"a": "2"}}}',
      'nope',
      '{"input": {}}',
      '{"expr": "1", "input": {"toolargs": {}}}',
      '',
      '{"expr": "tool_args.a + 1", "input": {"tool_args": {"a": 4}}}',
    ].join('\n')
    const {status, stdout} = await createWorkplace().run(['policy', 'eval', '--jsonl'], {input})
    expect(status).toBe(0)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {value: 3},
      {error: {code: 'UNKNOWN_NAME', message: expect.any(String), line: 1, column: 27}},
      {error: {code: 'EVALUATION_ERROR', message: expect.any(String), line: 1, column: 1}},
      {error: {code: 'INVALID_JSON', message: expect.any(String), line: 1, column: 1}},
      {error: {code: 'BAD_INPUT', message: 'The line has no "expr" that is a text', line: 1, column: 1}},
      {error: {code: 'BAD_INPUT', message: 'Unknown key "toolargs"', line: 1, column: 1}},
      {value: 5},
    ])
  })

  test('with --jsonl answers ten thousand lines in order', async () => {
    const lines = Array.from({length: 10_000}, (_, n) =>
      JSON.stringify({expr: `tool_args.n + ${n % 7}`, input: {tool_args: {n}}}),
    )
    const {stdout} = await createWorkplace().run(['policy', 'eval', '--jsonl'], {input: lines.join('\n')})
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as {value: number}).value)
    expect(answers).toEqual(lines.map((_, n) => n + (n % 7)))
  })
})

describe('tame policy fmt', () => {
  const messy = `rules:\n    - action:   allow   # fine\n      name: 'a'\nversion: "1"\n`

  test('writes the file in its form, once', async () => {
    const place = withPolicy(messy)
    expect((await place.run(['policy', 'fmt'])).stdout).toBe('✎ policy.yaml\n')
    const formatted = place.read('policy.yaml')
    expect(formatted).toBe('version: "1"\nrules:\n  - name: a\n    action: allow   # fine\n')
    expect((await place.run(['policy', 'fmt'])).stdout).toBe('✔ 1 file in form\n')
    expect(place.read('policy.yaml')).toBe(formatted)
  })

  test('with --check writes nothing and fails', async () => {
    const place = withPolicy(messy)
    const finished = await place.run(['policy', 'fmt', '--check', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      1,
      {ok: false, checked: ['policy.yaml'], changed: ['policy.yaml']},
    ])
    expect(place.read('policy.yaml')).toBe(messy)
  })

  test('leaves a broken file alone', async () => {
    const place = withPolicy('version: "1"\nrules: 3\n')
    expect((await place.run(['policy', 'fmt'])).status).toBe(1)
    expect(place.read('policy.yaml')).toBe('version: "1"\nrules: 3\n')
  })

  test('keeps the mode of the file, and the link that leads to it', async () => {
    const place = withPolicy(messy)
    symlinkSync(place.pathOf('policy.yaml'), place.pathOf('link.yaml'))
    const {mode} = statSync(place.pathOf('policy.yaml'))
    expect((await place.run(['policy', 'fmt', 'link.yaml'])).status).toBe(0)
    expect(place.read('policy.yaml')).toContain('name: a')
    expect(statSync(place.pathOf('policy.yaml')).mode).toBe(mode)
  })

  test('formats stdin', async () => {
    const {stdout} = await createWorkplace().run(['policy', 'fmt', '-'], {input: messy})
    expect(stdout).toBe('version: "1"\nrules:\n  - name: a\n    action: allow   # fine\n')
  })
})

test('tame policy schema takes no flag that it would not read', async () => {
  const {status, stderr} = await createWorkplace().run(['policy', 'schema', '--policy', 'policy.yaml'])
  expect([status, stderr.split('\n')[0]]).toEqual([2, 'Error: Nonexistent flag: --policy'])
})

test('tame policy schema --suite prints that of a suite', async () => {
  const schema = json(await createWorkplace().run(['policy', 'schema', '--suite'])) as {properties: object}
  expect(Object.keys(schema.properties).sort()).toEqual(['cases', 'defaults', 'now', 'policy'])
})

test('tame policy schema prints a JSON Schema that knows every key', async () => {
  const schema = json(await createWorkplace().run(['policy', 'schema', '--json'])) as {
    properties: Record<string, unknown>
    additionalProperties: boolean
  }
  expect(schema.additionalProperties).toBe(false)
  expect(Object.keys(schema.properties).sort()).toEqual(
    ['version', 'description', 'default', 'timezone', 'mode', 'rules', 'costs', 'redact'].sort(),
  )
})

test('tame policy test reads no suite that leads out of the project, unless it is named', async () => {
  const place = withPolicy()
  const outside = place.write('~/secrets', 'token: tk_supersecret\ncases: [\n')
  symlinkSync(outside, place.pathOf('policy.test.yaml'))
  const finished = await place.run(['policy', 'test', '--json'])
  expect([finished.status, json(finished)]).toEqual([
    2,
    {error: expect.objectContaining({code: 'SUITE_NOT_TRUSTED'})},
  ])
  expect(finished.stdout + finished.stderr).not.toContain('supersecret')
})
