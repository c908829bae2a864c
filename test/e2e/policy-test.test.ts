import {spawn} from 'node:child_process'
import {readFileSync, renameSync, rmSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

/** What takes long on one machine takes less on another. */
const timeless = (text: string): string =>
  text.replaceAll(/ in \d+(\.\d)? m?s/g, ' in 0 ms').replaceAll(/(time="|duration_ms"?: )[\d.]+/g, '$10')

const run = async (place: Workplace, ...args: string[]): Promise<Finished> => {
  const {status, stdout, stderr} = await place.run(['policy', 'test', ...args])
  return {
    status,
    stdout: timeless(stdout).replaceAll(place.cwd, '/project'),
    stderr: stderr.replaceAll(place.cwd, '/project'),
  }
}

const policy = `version: "1.2"
rules:
  - name: no_system_files
    condition: under(tool_args.path, "/etc", "/sys")
    action: deny
  - name: temporary
    tools: [read_file]
    condition: tool_args.path.startswith("/tmp/") or tool_args.force
    action: allow
`

const suite = `cases:
  - name: reads in /tmp
    call: {tool: read_file, args: {path: /tmp/a}}
    expect: allow
  - name: reads <at> "home" & \\# elsewhere, 100%
    call: {tool: read_file, args: {path: /home/a}}
    expect: allow
  - name: the system's files
    tools: [read_file]
    each: [{path: /etc/passwd}, {path: "/sys/\\e[2J"}]
    expect: {decision: deny, rule: no_system_file}
`

function createProject(): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('policy.test.yaml', suite)
  return place
}

const problemAt = (
  file: string,
  line: number,
  column: number,
  code: string,
  message: string,
  suggestion: string,
) => ({severity: 'error', code, message, file, line, column, suggestion, witness: null})

const fixture = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../fixtures/example', file), 'utf8')

describe('the design’s example', () => {
  const createExample = (tests: string): Workplace => {
    const place = createWorkplace()
    place.write('policy.yaml', fixture('policy.yaml'))
    place.write('policy.test.yaml', tests)
    return place
  }

  test('passes as printed, and with what the policy adds spelled out', async () => {
    const printed = fixture('policy.test.yaml')
    const spelledOut = printed.replace('body: "[key]"}', 'body: "[key]", limit: 100}')
    expect((await run(createExample(spelledOut))).status).toBe(0)
    const {status, stdout, stderr} = await run(createExample(printed))
    expect({status, stderr}).toEqual({status: 0, stderr: ''})
    expect(stdout).toMatchInlineSnapshot(`
      "policy.test.yaml
        ✔ reads in /tmp are allowed
        ✔ the 21st mail of an hour is refused
        ✔ secrets do not leave
        ✔ nothing may delete: delete_file {"path":"/tmp/a"}
        ✔ nothing may delete: delete_file {"path":"/home/u/a"}
        ✔ nothing may delete: delete_file {}
        ✔ nothing may delete: delete_repository {"path":"/tmp/a"}
        ✔ nothing may delete: delete_repository {"path":"/home/u/a"}
        ✔ nothing may delete: delete_repository {}

      9 cases in 0 ms: ✔ 9 passed
      "
    `)
  })

  test('fails when what the policy adds is not what is expected, or something of the call stays', async () => {
    const printed = fixture('policy.test.yaml')
    for (const args of ['body: "[key]", limit: 99}', '}']) {
      const {status} = await run(createExample(printed.replace('body: "[key]"}', args)))
      expect(status).toBe(1)
    }
  })
})

describe('the results', () => {
  test('are a line a case, then each failure in full', async () => {
    const {status, stdout, stderr} = await run(createProject())
    expect({status, stderr}).toEqual({status: 1, stderr: ''})
    expect(stdout).toMatchInlineSnapshot(`
      "policy.test.yaml
        ✔ reads in /tmp
        ✖ failed: reads <at> "home" & \\# elsewhere, 100%
        ✖ failed: the system's files: read_file {"path":"/etc/passwd"}
        ✖ failed: the system's files: read_file {"path":"/sys/\\u001b[2J"}

      ✖ reads <at> "home" & \\# elsewhere, 100%  policy.test.yaml:5
        call      read_file {"path":"/home/a"}
        expected  allow
        came      deny by default: No rule applies, and the default is to deny
        missed    temporary at policy.yaml:6 does not apply
                  ✖ tool_args.path.startswith("/tmp/") fails: tool_args.path is "/home/a"
                  ✖ tool_args.force fails: it is null

      ✖ the system's files: read_file {"path":"/etc/passwd"}  policy.test.yaml:10
        call      read_file {"path":"/etc/passwd"}
        expected  deny by no_system_file
        came      deny by no_system_files: Rule "no_system_files" denies it
        decided   no_system_files at policy.yaml:3
                  ✔ under(tool_args.path, "/etc", "/sys") holds: tool_args.path is "/etc/passwd"
        missed    no_system_file is no rule of the policy; did you mean no_system_files?

      ✖ the system's files: read_file {"path":"/sys/\\u001b[2J"}  policy.test.yaml:10
        call      read_file {"path":"/sys/\\u001b[2J"}
        expected  deny by no_system_file
        came      deny by no_system_files: Rule "no_system_files" denies it
        decided   no_system_files at policy.yaml:3
                  ✔ under(tool_args.path, "/etc", "/sys") holds: tool_args.path is "/sys/\\u001b[2J"
        missed    no_system_file is no rule of the policy; did you mean no_system_files?

      4 cases in 0 ms: ✔ 1 passed, ✖ 3 failed
      "
    `)
  })

  test('with --coverage name what was never seen', async () => {
    const {stdout} = await run(createProject(), '--coverage', '--filter', 'tmp')
    expect(stdout).toMatchInlineSnapshot(`
      "policy.test.yaml
        ✔ reads in /tmp

      Coverage of policy.yaml: 37.5 % (1 of 2 rules decided, 2 of 6 answers of comparisons seen)
        policy.yaml:3:11  rule no_system_files never decided
        policy.yaml:4:16  under(tool_args.path, "/etc", "/sys") in no_system_files was never true
        policy.yaml:8:16  tool_args.path.startswith("/tmp/") in temporary was never false
        policy.yaml:8:54  tool_args.force in temporary was never come to

      4 cases in 0 ms: ✔ 1 passed, - 3 skipped, 37.5 % covered
      "
    `)
  })

  test('as JUnit', async () => {
    const {status, stdout, stderr} = await run(createProject(), '--format', 'junit')
    expect({status, stderr}).toEqual({status: 1, stderr: ''})
    expect(stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="tame policy test" tests="4" failures="3" errors="0" skipped="0" time="0">
        <testsuite name="policy.test.yaml" file="policy.test.yaml" tests="4" failures="3" errors="0" skipped="0" time="0">
          <testcase name="reads in /tmp" classname="policy.test.yaml" file="policy.test.yaml" line="2" time="0"/>
          <testcase name="reads &lt;at&gt; &quot;home&quot; &amp; \\# elsewhere, 100%" classname="policy.test.yaml" file="policy.test.yaml" line="5" time="0">
            <failure type="decision" message="Expected allow, but came deny by default: No rule applies, and the default is to deny">policy.test.yaml:5
      call      read_file {&quot;path&quot;:&quot;/home/a&quot;}
      expected  allow
      came      deny by default: No rule applies, and the default is to deny
      missed    temporary at policy.yaml:6 does not apply
                ✖ tool_args.path.startswith(&quot;/tmp/&quot;) fails: tool_args.path is &quot;/home/a&quot;
                ✖ tool_args.force fails: it is null</failure>
          </testcase>
          <testcase name="the system's files: read_file {&quot;path&quot;:&quot;/etc/passwd&quot;}" classname="policy.test.yaml" file="policy.test.yaml" line="10" time="0">
            <failure type="rule" message="Expected deny by no_system_file, but came deny by no_system_files: Rule &quot;no_system_files&quot; denies it">policy.test.yaml:10
      call      read_file {&quot;path&quot;:&quot;/etc/passwd&quot;}
      expected  deny by no_system_file
      came      deny by no_system_files: Rule &quot;no_system_files&quot; denies it
      decided   no_system_files at policy.yaml:3
                ✔ under(tool_args.path, &quot;/etc&quot;, &quot;/sys&quot;) holds: tool_args.path is &quot;/etc/passwd&quot;
      missed    no_system_file is no rule of the policy; did you mean no_system_files?</failure>
          </testcase>
          <testcase name="the system's files: read_file {&quot;path&quot;:&quot;/sys/\\u001b[2J&quot;}" classname="policy.test.yaml" file="policy.test.yaml" line="10" time="0">
            <failure type="rule" message="Expected deny by no_system_file, but came deny by no_system_files: Rule &quot;no_system_files&quot; denies it">policy.test.yaml:10
      call      read_file {&quot;path&quot;:&quot;/sys/\\u001b[2J&quot;}
      expected  deny by no_system_file
      came      deny by no_system_files: Rule &quot;no_system_files&quot; denies it
      decided   no_system_files at policy.yaml:3
                ✔ under(tool_args.path, &quot;/etc&quot;, &quot;/sys&quot;) holds: tool_args.path is &quot;/sys/\\u001b[2J&quot;
      missed    no_system_file is no rule of the policy; did you mean no_system_files?</failure>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  test('as TAP', async () => {
    const {status, stdout, stderr} = await run(createProject(), '--format', 'tap', '--filter', '/read/')
    expect({status, stderr}).toEqual({status: 1, stderr: ''})
    expect(stdout).toMatchInlineSnapshot(`
      "TAP version 14
      1..4
      ok 1 - policy.test.yaml: reads in /tmp
      not ok 2 - policy.test.yaml: reads <at> "home" & \\\\\\# elsewhere, 100%
        ---
        message: "Expected allow, but came deny by default: No rule applies, and the default is to deny"
        severity: fail
        at: {"file":"policy.test.yaml","line":5}
        duration_ms: 0
        details:
          - "call      read_file {\\"path\\":\\"/home/a\\"}"
          - "expected  allow"
          - "came      deny by default: No rule applies, and the default is to deny"
          - "missed    temporary at policy.yaml:6 does not apply"
          - "          ✖ tool_args.path.startswith(\\"/tmp/\\") fails: tool_args.path is \\"/home/a\\""
          - "          ✖ tool_args.force fails: it is null"
        ...
      not ok 3 - policy.test.yaml: the system's files: read_file {"path":"/etc/passwd"}
        ---
        message: "Expected deny by no_system_file, but came deny by no_system_files: Rule \\"no_system_files\\" denies it"
        severity: fail
        at: {"file":"policy.test.yaml","line":10}
        duration_ms: 0
        details:
          - "call      read_file {\\"path\\":\\"/etc/passwd\\"}"
          - "expected  deny by no_system_file"
          - "came      deny by no_system_files: Rule \\"no_system_files\\" denies it"
          - "decided   no_system_files at policy.yaml:3"
          - "          ✔ under(tool_args.path, \\"/etc\\", \\"/sys\\") holds: tool_args.path is \\"/etc/passwd\\""
          - "missed    no_system_file is no rule of the policy; did you mean no_system_files?"
        ...
      not ok 4 - policy.test.yaml: the system's files: read_file {"path":"/sys/\\\\u001b[2J"}
        ---
        message: "Expected deny by no_system_file, but came deny by no_system_files: Rule \\"no_system_files\\" denies it"
        severity: fail
        at: {"file":"policy.test.yaml","line":10}
        duration_ms: 0
        details:
          - "call      read_file {\\"path\\":\\"/sys/\\\\u001b[2J\\"}"
          - "expected  deny by no_system_file"
          - "came      deny by no_system_files: Rule \\"no_system_files\\" denies it"
          - "decided   no_system_files at policy.yaml:3"
          - "          ✔ under(tool_args.path, \\"/etc\\", \\"/sys\\") holds: tool_args.path is \\"/sys/\\\\u001b[2J\\""
          - "missed    no_system_file is no rule of the policy; did you mean no_system_files?"
        ...
      "
    `)
  })

  test('as annotations for GitHub', async () => {
    const {status, stdout, stderr} = await run(createProject(), '--format', 'github')
    expect({status, stderr}).toEqual({status: 1, stderr: ''})
    expect(stdout).toMatchInlineSnapshot(`
      "::error file=policy.test.yaml,line=5,title=reads <at> "home" & \\# elsewhere%2C 100%25::call      read_file {"path":"/home/a"}%0Aexpected  allow%0Acame      deny by default: No rule applies, and the default is to deny%0Amissed    temporary at policy.yaml:6 does not apply%0A          ✖ tool_args.path.startswith("/tmp/") fails: tool_args.path is "/home/a"%0A          ✖ tool_args.force fails: it is null
      ::error file=policy.test.yaml,line=10,title=the system's files%3A read_file {"path"%3A"/etc/passwd"}::call      read_file {"path":"/etc/passwd"}%0Aexpected  deny by no_system_file%0Acame      deny by no_system_files: Rule "no_system_files" denies it%0Adecided   no_system_files at policy.yaml:3%0A          ✔ under(tool_args.path, "/etc", "/sys") holds: tool_args.path is "/etc/passwd"%0Amissed    no_system_file is no rule of the policy; did you mean no_system_files?
      ::error file=policy.test.yaml,line=10,title=the system's files%3A read_file {"path"%3A"/sys/\\u001b[2J"}::call      read_file {"path":"/sys/\\u001b[2J"}%0Aexpected  deny by no_system_file%0Acame      deny by no_system_files: Rule "no_system_files" denies it%0Adecided   no_system_files at policy.yaml:3%0A          ✔ under(tool_args.path, "/etc", "/sys") holds: tool_args.path is "/sys/\\u001b[2J"%0Amissed    no_system_file is no rule of the policy; did you mean no_system_files?
      4 cases in 0 ms: ✔ 1 passed, ✖ 3 failed
      "
    `)
  })

  test('as JSON, however that is asked for', async () => {
    const place = createProject()
    const {status, stdout} = await run(place, '--json', '--bail', '--coverage')
    expect(status).toBe(1)
    expect(stdout).toMatchInlineSnapshot(`
      "{
        "summary": {
          "total": 4,
          "passed": 1,
          "failed": 1,
          "skipped": 2,
          "duration_ms": 0,
          "shadow": false,
          "coverage": {
            "percent": 62.5,
            "rules": {
              "seen": 1,
              "total": 2
            },
            "comparisons": {
              "seen": 4,
              "total": 6
            },
            "policies": [
              {
                "policy": "policy.yaml",
                "percent": 62.5,
                "rules": {
                  "seen": 1,
                  "total": 2
                },
                "comparisons": {
                  "seen": 4,
                  "total": 6
                },
                "missed": [
                  {
                    "rule_name": "no_system_files",
                    "source": "no_system_files",
                    "never": "decided",
                    "line": 3,
                    "column": 11
                  },
                  {
                    "rule_name": "no_system_files",
                    "source": "under(tool_args.path, \\"/etc\\", \\"/sys\\")",
                    "never": "true",
                    "line": 4,
                    "column": 16
                  },
                  {
                    "rule_name": "temporary",
                    "source": "tool_args.force",
                    "never": "true",
                    "line": 8,
                    "column": 54
                  }
                ]
              }
            ]
          }
        },
        "cases": [
          {
            "name": "reads in /tmp",
            "file": "policy.test.yaml",
            "line": 2,
            "policy": "policy.yaml",
            "status": "passed",
            "tool_name": "read_file",
            "tool_args": {
              "path": "/tmp/a"
            },
            "repeat": 1,
            "expected": {
              "decision": "allow"
            },
            "actual": {
              "decision": "allow",
              "rule_name": "temporary",
              "reason": "Rule \\"temporary\\" allows it",
              "tool_args": {
                "path": "/tmp/a"
              }
            },
            "differences": [],
            "why": null,
            "duration_ms": 0
          },
          {
            "name": "reads <at> \\"home\\" & \\\\# elsewhere, 100%",
            "file": "policy.test.yaml",
            "line": 5,
            "policy": "policy.yaml",
            "status": "failed",
            "tool_name": "read_file",
            "tool_args": {
              "path": "/home/a"
            },
            "repeat": 1,
            "expected": {
              "decision": "allow"
            },
            "actual": {
              "decision": "deny",
              "rule_name": null,
              "reason": "No rule applies, and the default is to deny",
              "tool_args": {
                "path": "/home/a"
              }
            },
            "differences": [
              "decision"
            ],
            "why": {
              "decided": null,
              "missed": {
                "rule_name": "temporary",
                "line": 6,
                "outcome": "does not apply",
                "comparisons": [
                  {
                    "source": "tool_args.path.startswith(\\"/tmp/\\")",
                    "field": "tool_args.path",
                    "operator": "startswith",
                    "expected": "/tmp/",
                    "actual": "/home/a",
                    "result": false
                  },
                  {
                    "source": "tool_args.force",
                    "field": "tool_args.force",
                    "operator": "is true",
                    "expected": true,
                    "actual": null,
                    "result": false
                  }
                ],
                "error": null
              },
              "unknown_rule": null
            },
            "duration_ms": 0
          },
          {
            "name": "the system's files: read_file {\\"path\\":\\"/etc/passwd\\"}",
            "file": "policy.test.yaml",
            "line": 10,
            "policy": "policy.yaml",
            "status": "skipped",
            "tool_name": "read_file",
            "tool_args": {
              "path": "/etc/passwd"
            },
            "repeat": 1,
            "expected": {
              "decision": "deny",
              "rule_name": "no_system_file"
            },
            "actual": null,
            "differences": [],
            "why": null,
            "duration_ms": 0
          },
          {
            "name": "the system's files: read_file {\\"path\\":\\"/sys/\\\\u001b[2J\\"}",
            "file": "policy.test.yaml",
            "line": 10,
            "policy": "policy.yaml",
            "status": "skipped",
            "tool_name": "read_file",
            "tool_args": {
              "path": "/sys/\\u001b[2J"
            },
            "repeat": 1,
            "expected": {
              "decision": "deny",
              "rule_name": "no_system_file"
            },
            "actual": null,
            "differences": [],
            "why": null,
            "duration_ms": 0
          }
        ]
      }
      "
    `)
    expect(await run(place, '--format', 'json', '--bail', '--coverage')).toEqual({status, stdout, stderr: ''})
  })

  test('fit a narrow terminal', async () => {
    const terminal = createProject().open(['policy', 'test', '--no-color', '--filter', 'system'], {
      columns: 30,
    })
    expect(await terminal.finished).toBe(1)
    expect(timeless(terminal.output()).replaceAll('\r', '').split('\n\n')[0]).toMatchInlineSnapshot(`
      "policy.test.yaml
        ✖ failed: the system's file…
        ✖ failed: the system's file…"
    `)
  })
})

describe('--filter', () => {
  test('takes a text in any case, or a regular expression', async () => {
    const place = createProject()
    const passed = async (filter: string): Promise<string | undefined> =>
      (await run(place, '--filter', filter)).stdout.trimEnd().split('\n').at(-1)
    expect([await passed('READS IN'), await passed('/^reads in/'), await passed('/READS IN/i')]).toEqual(
      Array(3).fill('4 cases in 0 ms: ✔ 1 passed, - 3 skipped'),
    )
  })

  test('that means no case, or is no expression, is a mistake', async () => {
    const place = createProject()
    expect(await run(place, '--filter', 'nothing')).toEqual({
      status: 2,
      stdout: '',
      stderr: `Error: No case is meant by --filter "nothing"
Code: NO_CASES
Try this: Name a part of its name · tame policy test
`,
    })
    expect(await run(place, '--filter', '/(/')).toEqual({
      status: 2,
      stdout: '',
      stderr: `Error: --filter is no regular expression: Invalid regular expression: /(/: Unterminated group
Code: USAGE
Try this: Without slashes it is taken as text
`,
    })
  })
})

test('--bail skips what comes after the first failure', async () => {
  const {status, stdout} = await run(createProject(), '--bail')
  expect(status).toBe(1)
  expect(stdout.split('\n\n')[0]).toMatchInlineSnapshot(`
    "policy.test.yaml
      ✔ reads in /tmp
      ✖ failed: reads <at> "home" & \\# elsewhere, 100%"
  `)
})

describe('--min-coverage', () => {
  const passing = suite.split('\n').slice(0, 4).join('\n')

  test('fails when less was covered', async () => {
    const place = createProject()
    place.write('policy.test.yaml', passing)
    const {status, stderr} = await run(place, '--min-coverage', '38')
    expect({status, stderr}).toEqual({
      status: 1,
      stderr: 'Too little of policy.yaml is covered: 37.5 %, and 38 % are asked for\n',
    })
    expect((await run(place, '--min-coverage', '37')).status).toBe(0)
  })

  test('counts all suites of a policy together', async () => {
    const place = createProject()
    place.write('policy.test.yaml', passing)
    place.write(
      'more.test.yaml',
      `policy: policy.yaml\n${passing.replace('/tmp/a', '/etc').replace('allow', 'deny')}`,
    )
    const {stdout} = await run(place, '--coverage')
    expect(stdout).toMatchInlineSnapshot(`
      "more.test.yaml
        ✔ reads in /tmp

      policy.test.yaml
        ✔ reads in /tmp

      Coverage of policy.yaml: 62.5 % (2 of 2 rules decided, 3 of 6 answers of comparisons seen)
        policy.yaml:8:16  tool_args.path.startswith("/tmp/") in temporary was never false
        policy.yaml:8:54  tool_args.force in temporary was never come to

      2 cases in 0 ms: ✔ 2 passed, 62.5 % covered
      "
    `)
  })

  test('that is missed names what was never seen where the results are for a machine', async () => {
    const place = createProject()
    place.write('policy.test.yaml', passing)
    const {status, stderr} = await run(place, '--min-coverage', '38', '--format', 'junit')
    expect({status, stderr}).toEqual({
      status: 1,
      stderr: `Too little of policy.yaml is covered: 37.5 %, and 38 % are asked for
  policy.yaml:3:11  rule no_system_files never decided
  policy.yaml:4:16  under(tool_args.path, "/etc", "/sys") in no_system_files was never true
  policy.yaml:8:16  tool_args.path.startswith("/tmp/") in temporary was never false
  policy.yaml:8:54  tool_args.force in temporary was never come to
`,
    })
  })

  test('is missed by a policy that has nothing to cover', async () => {
    const place = createProject()
    place.write('policy.yaml', 'version: "1"\nrules: []')
    place.write('policy.test.yaml', passing.replace('expect: allow', 'expect: deny'))
    expect(await run(place, '--min-coverage', '1')).toEqual({
      status: 1,
      stdout: `policy.test.yaml
  ✔ reads in /tmp

Coverage of policy.yaml: it has no rules, so there is nothing to cover

1 case in 0 ms: ✔ 1 passed, nothing to cover
`,
      stderr: 'policy.yaml has no rules, so there is nothing to cover: 1 % are asked for\n',
    })
  })

  test('must be a percentage', async () => {
    const {status, stderr} = await run(createProject(), '--min-coverage', '101')
    expect(status).toBe(2)
    expect(stderr).toMatchInlineSnapshot(`
      "Error: Parsing --min-coverage: Expected an integer less than or equal to 100 but received: 101
      Code: USAGE
      Try this: tame policy test --help
      "
    `)
  })
})

describe('the suites', () => {
  test('lie beside the policy, also when one stands deeper in the project', async () => {
    const place = createProject()
    place.write('src/deep/notes.txt', '')
    const {status, stdout} = await place.run(['policy', 'test', '--filter', 'tmp'], {
      cwd: place.pathOf('src/deep'),
    })
    expect({status, first: stdout.split('\n')[0]}).toEqual({
      status: 0,
      first: place.pathOf('policy.test.yaml'),
    })
  })

  test('can be named, each once, and name their policy', async () => {
    const place = createProject()
    place.write(
      'tests/mine.test.yaml',
      'policy: ../policy.yaml\ncases: [{name: a, call: {tool: t}, expect: deny}]',
    )
    expect(await run(place, 'tests/mine.test.yaml', './tests/mine.test.yaml')).toEqual({
      status: 0,
      stderr: '',
      stdout: 'tests/mine.test.yaml\n  ✔ a\n\n1 case in 0 ms: ✔ 1 passed\n',
    })
  })

  test('test the policy of --policy in place of their own, but not one that a configuration names', async () => {
    const place = createProject()
    place.write('next.yaml', 'version: "2"\ndefault: allow\nrules: []')
    place.write('elsewhere/next.yaml', place.read('next.yaml'))
    place.write('elsewhere/next.test.yaml', 'cases: [{name: a, call: {tool: t}, expect: deny}]')
    place.write('policy.test.yaml', 'cases: [{name: a, call: {tool: t}, expect: allow}]')
    expect((await run(place, '--policy', 'next.yaml')).status).toBe(0)
    expect((await run(place, '--policy', 'elsewhere/next.yaml')).status).toBe(0)
    place.write('.tamerc', 'policy: next.yaml')
    expect((await run(place)).status).toBe(1)
    place.write('.tamerc', 'policy: elsewhere/next.yaml')
    expect((await run(place)).stdout.split('\n')[0]).toBe('elsewhere/next.test.yaml')
  })

  test('are told from what else has their ending by their name and by having cases', async () => {
    const place = createProject()
    const passing = suite.split('\n').slice(0, 4).join('\n')
    place.write('policy.test.yaml', passing)
    place.write('docker-compose.test.yaml', 'services: {web: {image: nginx}}\n')
    place.write('list.test.yml', '- cases\n')
    place.write('empty.test.yml', '')
    place.write('broken.test.yml', 'services:\n  cases: [')
    place.write('directory.test.yaml/a', '')
    place.write('more.test.yml', `policy: policy.yaml\n${passing}`)
    expect(await run(place)).toEqual({
      status: 0,
      stderr: '',
      stdout: `more.test.yml
  ✔ reads in /tmp

policy.test.yaml
  ✔ reads in /tmp

2 cases in 0 ms: ✔ 2 passed
`,
    })
    place.write('more.test.yml', 'policy: policy.yaml\ncases: [')
    expect((await run(place)).stderr).toContain('more.test.yml:2:8')
    place.write('more.test.yml', '{"cases": [')
    expect((await run(place)).status).toBe(1)
    rmSync(place.pathOf('more.test.yml'))
    place.write('policy.test.yaml', 'case: []')
    expect((await run(place)).stderr).toContain('policy.test.yaml:1:1')
    place.write('strict.yaml', policy)
    place.write('strict.test.yaml', 'case: []')
    rmSync(place.pathOf('policy.test.yaml'))
    expect((await run(place, '--policy', 'strict.yaml')).stderr).toContain('strict.test.yaml:1:1')
  })

  test('say of a policy that only watches that it is tested as if it were enforced', async () => {
    const place = createProject()
    place.write('policy.yaml', `mode: shadow\n${policy}`)
    place.write('policy.test.yaml', 'cases: [{name: a, call: {tool: t}, expect: deny}]')
    expect(await run(place)).toEqual({
      status: 0,
      stderr: '',
      stdout: `policy.test.yaml
  ✔ a

policy.yaml only watches (mode: shadow): it is tested as if it were enforced

1 case in 0 ms: ✔ 1 passed
`,
    })
    expect(JSON.parse((await run(place, '--json')).stdout).summary.shadow).toBe(true)
  })

  test('name no file in a way that moves the cursor', async () => {
    const place = createProject()
    place.write('policy.test.yaml', 'policy: "a\\e[2J"\ncases: [{name: a, call: {tool: t}, expect: deny}]')
    const {status, stderr} = await run(place)
    expect(status).toBe(1)
    expect(stderr).not.toContain('\u001b')
  })

  test('are asked for when there are none', async () => {
    const place = createWorkplace()
    expect(await run(place)).toEqual({
      status: 2,
      stdout: '',
      stderr: `Error: There are no tests: no policy.test.yaml in /project, nor further up
Code: SUITE_MISSING
Try this: Write policy.test.yaml beside the policy · tame policy test FILE
`,
    })
    expect(await run(place, 'gone.yaml')).toEqual({
      status: 2,
      stdout: '',
      stderr: `Error: There is no test suite /project/gone.yaml
Code: FILE_MISSING
Try this: ls /project
`,
    })
  })

  test('run only when all are sound: all that is wrong with them and their policies is said', async () => {
    const place = createProject()
    place.write('a.test.yaml', 'policy: gone.yaml\ncases: [{name: a, call: {tool: t}, expect: allow}]')
    place.write('b.test.yaml', 'policy: b.yaml\ncases: [{name: a, call: {tool: t}, expct: allow}]')
    place.write('c.test.yaml', 'policy: b.yaml\ncases: [{name: a, call: {tool: t}, expect: allow}]')
    place.write('b.yaml', 'version: "1"\nrules: [{name: a, condition: tool_nmae == 1, action: deny}]')
    const {status, stdout, stderr} = await run(place)
    expect({status, stdout}).toEqual({status: 1, stdout: ''})
    expect(stderr).toMatchInlineSnapshot(`
      "✖ error FILE_MISSING a.test.yaml:1:9: There is no policy /project/gone.yaml
        1 │ policy: gone.yaml
          │         ^^^^^^^^^
        Try this: ls /project

      ✖ error UNKNOWN_KEY b.test.yaml:2:36: Unknown key "expct"
        2 │ cases: [{name: a, call: {tool: t}, expct: allow}]
          │                                    ^^^^^
        Try this: Did you mean "expect"?

      ✖ error UNKNOWN_NAME b.yaml:2:30: There is no name \`tool_nmae\`
        2 │ rules: [{name: a, condition: tool_nmae == 1, action: deny}]
          │                              ^^^^^^^^^
        Try this: Did you mean tool_name?

      3 errors
      Code: SUITE_INVALID
      "
    `)
    const json = await run(place, '--json')
    const {error, problems} = JSON.parse(json.stdout)
    expect({status: json.status, code: error.code, problems}).toEqual({
      status: 1,
      code: 'SUITE_INVALID',
      problems: [
        problemAt(
          'a.test.yaml',
          1,
          9,
          'FILE_MISSING',
          'There is no policy /project/gone.yaml',
          'ls /project',
        ),
        problemAt('b.test.yaml', 2, 36, 'UNKNOWN_KEY', 'Unknown key "expct"', 'Did you mean "expect"?'),
        problemAt('b.yaml', 2, 30, 'UNKNOWN_NAME', 'There is no name `tool_nmae`', 'Did you mean tool_name?'),
      ],
    })
  })
})

test.each([
  [['--format', 'xml'], '--format=xml', []],
  [['--format='], '--format=', []],
  [['--format', 'Junt'], '--format=Junt', ['Did you mean --format=junit?']],
])('%j is asked wrongly: the choices are said', async (args, typed, meant) => {
  const {status, stdout} = await run(createProject(), '--json', ...args)
  expect({status, ...JSON.parse(stdout)}).toEqual({
    status: 2,
    error: {
      code: 'USAGE',
      message: `Expected ${typed} to be one of: pretty, json, junit, tap, github`,
      suggestions: [...meant, 'tame policy test --help'],
    },
  })
})

test.each([
  [['--json', '--format', 'tap'], '--json and --format tap ask for different things'],
  [['--watch', '--format', 'junit'], '--watch prints for a person, not as junit'],
  [['--watch', '--json'], '--watch prints for a person, not as json'],
])('%j is refused', async (args, message) => {
  const {status, stdout, stderr} = await run(createProject(), ...args)
  expect(status).toBe(2)
  expect(stdout + stderr).toContain(message)
})

describe('--watch', () => {
  const passes = (name: string): string => `cases: [{name: ${name}, call: {tool: t}, expect: deny}]`

  test('runs again after each save, survives a broken file and one put in its place, and ends with Ctrl-C', async () => {
    const place = createProject()
    const file = place.write('policy.test.yaml', passes('first'))
    const terminal = place.open(['policy', 'test', '--watch', '--no-color'])
    await terminal.waitFor('Waiting for a change; Ctrl-C ends')
    expect(timeless(terminal.output()).replaceAll('\r', '')).toMatchInlineSnapshot(`
      "[2J[3J[Hpolicy.test.yaml
        ✔ first

      1 case in 0 ms: ✔ 1 passed

      Waiting for a change; Ctrl-C ends
      "
    `)
    place.write('policy.test.yaml', 'cases: [')
    await terminal.waitFor('Code: SUITE_INVALID')
    renameSync(place.write('policy.test.yaml.tmp', passes('second')), file)
    await terminal.waitFor('✔ second')
    place.write('policy.yaml', 'version: "1"\ndefault: allow\nrules: []')
    await terminal.waitFor('✖ failed: second')
    rmSync(file)
    await terminal.waitFor('SUITE_MISSING')
    place.write('policy.test.yaml', passes('third'))
    await terminal.waitFor('✖ failed: third')
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
  })

  test('piped, adds to what is there', async () => {
    const place = createProject()
    place.write('policy.test.yaml', passes('first'))
    const executable = path.join(import.meta.dirname, '../../bin/run.js')
    const child = spawn(process.execPath, [executable, 'policy', 'test', '--watch'], {
      cwd: place.cwd,
      env: {HOME: place.home, PATH: process.env['PATH']},
    })
    let output = ''
    const waitFor = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => void (output.includes(text) && resolve())
        child.stdout.on('data', look)
        look()
      })
    child.stdout.on('data', (data) => {
      output += String(data)
    })
    await waitFor('first')
    place.write('policy.test.yaml', passes('second'))
    await waitFor('second')
    await waitFor('second\n\n1 case')
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(timeless(output)).toMatchInlineSnapshot(`
      "policy.test.yaml
        ✔ first

      1 case in 0 ms: ✔ 1 passed

      policy.test.yaml
        ✔ second

      1 case in 0 ms: ✔ 1 passed
      "
    `)
  })

  test('ends at once when there is nothing to wait for', async () => {
    expect((await run(createWorkplace(), '--watch')).status).toBe(2)
  })
})
