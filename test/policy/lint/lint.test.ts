import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {type LintProblem, lintPolicy} from '../../../src/policy/lint/lint-policy.js'
import {problemText} from '../../../src/source/problem.js'
import {policyOf} from '../decide-case.js'

interface Group {
  about: string
  known_tools?: string[]
  policy: string
  finds: {code: string; says: string; witness: unknown}[]
}

const cases = path.join(import.meta.dirname, '../../cases')
const read = <Content>(...file: string[]): Content =>
  parse(readFileSync(path.join(cases, ...file), 'utf8')) as Content

const lint = (text: string, knownTools?: readonly string[]): readonly LintProblem[] => {
  const {problems, isIncomplete} = lintPolicy(policyOf(text), text, knownTools && {knownTools})
  expect(isIncomplete).toBe(false)
  return problems
}

describe('says what is wrong and shows it with a call', () => {
  test.each(read<Group[]>('lint.yaml'))('$about', ({policy, known_tools, finds}) => {
    const problems = lint(policy, known_tools)
    expect(
      problems.map((problem) => ({
        code: problem.code,
        says: problemText(problem),
        witness: problem.witness,
      })),
    ).toEqual(finds)
    expect(new Set(problems.map(({severity}) => severity))).toEqual(new Set(['warning']))
  })
})

describe('what it tells people to write mends what it finds', () => {
  const rewritable = read<Group[]>('lint.yaml').flatMap(({policy}) =>
    lint(policy).flatMap((problem) => {
      const [, text] = /rite ((?:not )?(?:under|host_in|matches)\(.*)$/.exec(problem.suggestion ?? '') ?? []
      return text === undefined ? [] : [{policy, problem, text}]
    }),
  )

  test.each(rewritable)('$problem.excerpt', ({policy, problem, text}) => {
    const {line, column, length, code} = problem
    const lines = policy.split('\n')
    const before = lines[line - 1] ?? ''
    lines[line - 1] = before.slice(0, column - 1) + text + before.slice(column - 1 + length)
    const left = lint(lines.join('\n')).filter((other) => other.code === code && other.line === line)
    expect(left).toEqual([])
  })
})

test('finds nothing in a policy that is written as it should be', () => {
  const text = `
version: "1"
rules:
  - {name: over_budget, condition: session.estimated_cost > 10, action: deny}
  - {name: too_many, tools: [send_email], limit: {count: 20, per: session, window: 1h}, action: deny}
  - {name: no_secrets, condition: 'under(tool_args.path, "/etc", "~/.ssh")', action: deny}
  - {name: tmp, tools: [read_file], condition: 'under(tool_args.path, "/tmp")', action: allow}
  - {name: docs, tools: [read_file], condition: 'under(tool_args.path, "/docs") and tool_args.path.endswith(".md")', action: allow}
  - {name: files, tools: [read_file], action: approve}
  - {name: pay_little, tools: [pay], condition: 0 < tool_args.amount < 100, action: allow}
  - {name: pay, tools: [pay], condition: tool_args.amount < 1000, action: approve}
  - {name: mail_team, tools: [send_email], condition: 'tool_args.to in ["a@example.com", "b@example.com"]', action: allow}
  - {name: mail, tools: [send_email], action: approve}
  - {name: api, tools: [http_get], condition: 'host_in(tool_args.url, "example.com")', action: allow}
  - {name: admins, tools: ["delete_*"], agents: {tiers: [admin]}, action: allow}
  - {name: office, tools: ["delete_*"], condition: 9 <= datetime.hour < 17, action: approve}
  - {name: rest, action: deny}
`
  expect(lint(text)).toEqual([])
})

describe('is silent about', () => {
  test.each([
    [
      'a path that another condition guards',
      `'".." not in tool_args.path and tool_args.path.startswith("/tmp/")'`,
    ],
    [
      'a path that an earlier rule guards',
      `'tool_args.path.startswith("/tmp/")'`,
      `'".." in tool_args.path'`,
    ],
    ['a text that only looks like a path', `'tool_args.text.startswith("/help")'`],
    ['a URL whose host ends with a slash', `'tool_args.url.startswith("https://example.com/")'`],
    ['a claim beside what the server knows', `'metadata.role == "admin" and agent.id == "a"'`],
    ['an address where anybody expects one', `'ip_in(host(tool_args.url), "10.0.0.0/8")'`],
    [
      'an address that is asked for first',
      `'matches(host(tool_args.url), "^[0-9.]+$") and not ip_in(host(tool_args.url), "10.0.0.0/8")'`,
    ],
  ] as readonly (readonly [string, string, string?])[])('%s', (_, condition, guard) => {
    const guards = guard === undefined ? '' : `  - {name: guard, condition: ${guard}, action: deny}\n`
    expect(
      lint(
        `version: "1"\nrules:\n${guards}  - {name: rule, tools: [t], condition: ${condition}, action: allow}\n`,
      ),
    ).toEqual([])
  })

  test.each([
    ['an exception before what it is from', 'condition: tool_args.to == "a"', 'action: deny'],
    ['an exception for some people', 'agents: {ids: [boss]}', 'condition: tool_args.size > 5, action: deny'],
    [
      'rules that share nothing',
      'condition: tool_args.to == "a"',
      'condition: tool_args.to == "b", action: deny',
    ],
  ])('%s', (_, first, second) => {
    expect(
      lint(
        `version: "1"\nrules:\n  - {name: a, tools: [t], ${first}, action: allow}\n  - {name: b, tools: [t], ${second}}\n`,
      ),
    ).toEqual([])
  })

  test('a deny that comes before the allow it takes calls from', () => {
    const text = `version: "1"
rules:
  - {name: no_env, tools: [read], condition: 'glob(tool_args.path, "**/.env")', action: deny}
  - {name: work, tools: [read], condition: 'under(tool_args.path, "/work")', action: allow}
`
    expect(lint(text)).toEqual([])
  })
})

describe('says of two rules only what is certain', () => {
  const about = (first: string, second: string): string =>
    `version: "1"\nrules:\n  - {name: a, tools: [t], ${first}}\n  - {name: b, tools: [t], ${second}}\n`

  test.each([
    [
      'the same number',
      'condition: tool_args.n > 4, action: allow',
      'condition: 5 <= tool_args.n <= 5, action: allow',
    ],
    [
      'true, which older conditions take for 1',
      'conditions: {arg_contains: {n: 1}}, action: deny',
      'condition: tool_args.n == true, action: allow',
    ],
    [
      'a folder inside',
      `condition: 'under(tool_args.p, "/srv")', action: allow`,
      `condition: 'under(tool_args.p, "/srv/www")', action: allow`,
    ],
    [
      'a subdomain',
      `condition: 'host_in(tool_args.u, "example.com")', action: allow`,
      `condition: 'host_in(tool_args.u, "a.example.com")', action: allow`,
    ],
    [
      'no time left',
      'condition: datetime.hour < 12, action: deny',
      'condition: datetime.hour <= 11, action: deny',
    ],
    ['one of the tools', 'action: deny', 'condition: tool_args.x, action: deny'],
  ])('the second is left nothing: %s', (_, first, second) => {
    expect(lint(about(first, second)).map(({message}) => message)).toEqual([
      expect.stringContaining('"b" can never apply: "a" (line 3)'),
    ])
  })

  test.each([
    [
      'one number',
      'condition: tool_args.n < 5, action: allow',
      'condition: 5 <= tool_args.n <= 5, action: allow',
    ],
    [
      'true, which is not 1 in a condition',
      'condition: tool_args.n == 1, action: approve',
      'conditions: {arg_contains: {n: 1}}, action: deny',
    ],
    [
      'a folder that is elsewhere on some systems',
      `condition: 'under(tool_args.p, "/var")', action: allow`,
      `condition: 'under(tool_args.p, "/var/run")', action: allow`,
    ],
    [
      'callers without a session',
      'condition: session.action_count >= 0, action: allow',
      'condition: tool_args.x, action: allow',
    ],
    [
      'callers nobody knows',
      'condition: agent.id == "a" or agent.id != null, action: allow',
      'action: allow',
    ],
    [
      'a cost that is not there',
      'condition: session.estimated_cost < 5 or session.estimated_cost >= 5, action: allow',
      'action: allow',
    ],
    [
      'what the first can not work out',
      'condition: tool_args.n < 5 or tool_args.n >= 5, action: allow',
      'action: allow',
    ],
    [
      'what the limit still lets through',
      'limit: {count: 1, per: tool, window: 1h}, action: deny',
      'action: allow',
    ],
  ])('the second is left something: %s', (_, first, second) => {
    expect(lint(about(first, second))).toEqual([])
  })

  test.each([
    ['a claim that changes nothing', 'condition: metadata.role == "admin", action: allow'],
    ['a path that changes nothing', `condition: 'tool_args.path.startswith("/tmp/")', action: allow`],
  ])('nothing of %s', (_, first) => {
    expect(lint(about(first, 'action: allow'))).toEqual([])
  })

  test('with a witness that can be', () => {
    const [problem] = lint(about('action: deny', 'condition: session.estimated_cost < 0.5, action: allow'))
    expect(problem?.witness?.session).toEqual({estimated_cost: 0})
  })
})

describe('finds in the policies of the documents what their own cases show', () => {
  const found: Record<string, string[]> = {
    'Basic file access': ['PATH_AS_TEXT'],
    'A pull request must be small': ['ALLOW_ON_METADATA'],
    "session_context is the request's metadata": ['ALLOW_ON_METADATA'],
    "All three blocks must hold, and the rule's own condition too": ['ALLOW_ON_METADATA'],
    'Truth values are numbers, as they were for the program that read these files first': [
      'ALLOWS_EVERYTHING',
    ],
    "Names that JavaScript hangs on every object are nobody's arguments": ['ALLOWS_EVERYTHING'],
  }
  const documents = ['tamesdk', 'runlok', 'meshguard', 'aegis', 'agentlattice']
  const policies = documents.flatMap((name) =>
    read<{about: string; policy?: string}[]>('decisions', `${name}.yaml`),
  )

  test.each(policies)('$about', ({about, policy = ''}) => {
    expect(lint(policy).map(({code}) => code)).toEqual(found[about] ?? [])
  })
})

test('can look at every policy of the cases', () => {
  const groups = readdirSync(path.join(cases, 'decisions')).flatMap((file) =>
    read<{policy?: string}[]>('decisions', file),
  )
  for (const {policy} of groups) if (policy !== undefined) lint(policy)
})

describe('large policies', () => {
  const policyWith = (count: number, rule: (at: number) => string): string =>
    `version: "1"\nrules:\n${Array.from({length: count}, (_, at) => `  - {name: r${at}, ${rule(at)}}`).join('\n')}\n`

  test('are looked at whole when their rules are about different tools or values', () => {
    const text = policyWith(
      1000,
      (at) => `tools: [t${at % 10}], condition: tool_args.id == ${at}, action: allow`,
    )
    expect(lint(text)).toEqual([])
  })

  test('are not looked at to the end when every rule may be about every call, and it says so', () => {
    const text = policyWith(
      100,
      (at) => `condition: tool_args.path.startswith("/d/${at}/"), action: ${at % 2 ? 'allow' : 'deny'}`,
    )
    expect(lintPolicy(policyOf(text), text, {steps: 20_000}).isIncomplete).toBe(true)
    expect(lintPolicy(policyOf(text), text).isIncomplete).toBe(false)
  })

  test('a condition with too many ways to hold is not looked into, and it says so', () => {
    const ways = Array.from({length: 12}, (_, at) => `(tool_args.a${at} or tool_args.b${at})`).join(' and ')
    const text = `version: "1"\nrules:\n  - {name: r, condition: '${ways}', action: allow}\n`
    expect(lintPolicy(policyOf(text), text)).toEqual({problems: [], isIncomplete: true})
  })
})
