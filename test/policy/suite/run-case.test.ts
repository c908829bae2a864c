import {describe, expect, test} from 'vitest'
import {runSuite} from './run-suite.js'

const outcomes = (policy: string, suite: string): string[] =>
  runSuite(policy, suite).results.map(
    ({name, status, actual, differences}) =>
      `${status} ${name} → ${actual?.decision} by ${actual?.rule ?? 'default'}${differences.map((key) => `, not the ${key}`).join('')}`,
  )

const mails = `version: "1"
timezone: Europe/Berlin
rules:
  - {name: night, condition: datetime.hour < 6, action: deny}
  - {name: strangers, agents: {tiers: [unknown]}, action: approve, reason: Somebody should look}
  - {name: spent, condition: session.estimated_cost >= 1, action: deny}
  - {name: busy, condition: session.action_count > 100, action: deny}
  - {name: often, tools: [send], condition: 'session.calls["send"] >= 5 and user.id == "ada"', action: deny}
  - {name: too_many, tools: [send], limit: {count: 3, per: session, window: 1h}, action: deny}
  - {name: sends, tools: [send], condition: metadata.purpose != "spam", action: allow}
  - {name: reads, tools: ["read_*"], action: sanitize, sanitize: [{arg: limit, set: 5}]}
costs: {read_model: 0.25}`

describe('a case', () => {
  test('is as expected when all that it says of the decision is so', () => {
    expect(
      outcomes(
        mails,
        `now: 2026-11-20T10:00:00+01:00
cases:
  - {name: a, call: {tool: send}, expect: allow}
  - {name: b, call: {tool: send}, expect: deny}
  - {name: c, call: {tool: send}, expect: {rule: sends}}
  - {name: d, call: {tool: send}, expect: {decision: allow, rule: send}}
  - {name: e, call: {tool: other}, expect: {decision: deny, rule: null}}
  - {name: f, call: {tool: send}, expect: {rule: null}}
  - {name: g, call: {tool: send, agent: {id: x, trust_tier: unknown}}, expect: {decision: approve, reason: should look}}
  - {name: h, call: {tool: send, agent: {id: x, trust_tier: unknown}}, expect: {reason: nobody}}
  - {name: i, call: {tool: read_a, args: {b: 1, a: [2]}}, expect: {args: {limit: 5, a: [2], b: 1}}}
  - {name: j, call: {tool: read_a, args: {b: 1}}, expect: {decision: sanitize, args: {b: 1}}}
  - {name: k, call: {tool: send, args: {b: 1}}, expect: {args: {b: 1}}}`,
      ),
    ).toEqual([
      'passed a → allow by sends',
      'failed b → allow by sends, not the decision',
      'passed c → allow by sends',
      'failed d → allow by sends, not the rule',
      'passed e → deny by default',
      'failed f → allow by sends, not the rule',
      'passed g → approve by strangers',
      'failed h → approve by strangers, not the reason',
      'passed i → sanitize by reads',
      'passed j → sanitize by reads',
      'passed k → allow by sends',
    ])
  })

  test('stands in its own state of affairs, on top of what holds for all', () => {
    expect(
      outcomes(
        mails,
        `now: 2026-11-20T10:00:00+01:00
defaults:
  agent: {id: researcher, trust_tier: unknown}
  user: {id: ada}
  session: {action_count: 7, estimated_cost: 0.5}
  metadata: {purpose: spam, other: 1}
cases:
  - {name: all of it, call: {tool: send}, expect: approve}
  - {name: a part of the agent, call: {tool: send, agent: {trust_tier: verified}}, expect: {rule: null}}
  - {name: no agent, call: {tool: send}, agent: null, metadata: {purpose: work}, expect: {rule: sends}}
  - {name: no metadata, call: {tool: send, agent: null, metadata: null}, expect: {rule: sends}}
  - {name: its session, call: {tool: send}, agent: null, session: {estimated_cost: 1}, expect: {rule: spent}}
  - {name: its counts, call: {tool: send}, agent: null, session: {action_count: 101}, expect: {rule: busy}}
  - {name: its calls, call: {tool: send}, agent: null, session: {calls: {send: 5}}, expect: {rule: often}}
  - {name: another user, call: {tool: send}, agent: null, session: {calls: {send: 5}}, metadata: null, user: {id: bob}, expect: {rule: sends}}
  - {name: no session, call: {tool: send, session: null}, agent: null, metadata: null, expect: {rule: sends}}
  - {name: by night, call: {tool: send}, now: 2026-11-20T04:59:59Z, expect: {rule: night}}
  - {name: by day, call: {tool: send}, now: 2026-11-20T05:00:00Z, expect: {rule: strangers}}`,
      ),
    ).toEqual([
      'passed all of it → approve by strangers',
      'passed a part of the agent → deny by default',
      'passed no agent → allow by sends',
      'passed no metadata → allow by sends',
      'passed its session → deny by spent',
      'passed its counts → deny by busy',
      'passed its calls → deny by often',
      'passed another user → allow by sends',
      'passed no session → allow by sends',
      'passed by night → deny by night',
      'passed by day → approve by strangers',
    ])
  })

  test('that repeats goes on from what the calls before left behind', () => {
    expect(
      outcomes(
        mails,
        `now: 2026-11-20T10:00:00+01:00
cases:
  - {name: third, call: {tool: send}, repeat: 3, expect: {rule: sends}}
  - {name: fourth, call: {tool: send}, repeat: 4, expect: {rule: too_many}}
  - {name: sixth, call: {tool: send}, user: {id: ada}, repeat: 6, expect: {rule: often}}
  - {name: fifth, call: {tool: read_model}, repeat: 4, expect: {rule: reads}}
  - {name: not paid, call: {tool: read_model}, repeat: 5, expect: {rule: spent}}
  - {name: still free, call: {tool: read_file}, repeat: 101, expect: {rule: reads}}
  - {name: too busy, call: {tool: read_file}, repeat: 102, expect: {rule: busy}}
  - {name: anew, call: {tool: send}, expect: {rule: sends}}`,
      ),
    ).toEqual([
      'passed third → allow by sends',
      'passed fourth → deny by too_many',
      'passed sixth → deny by often',
      'passed fifth → sanitize by reads',
      'passed not paid → deny by spent',
      'passed still free → sanitize by reads',
      'passed too busy → deny by busy',
      'passed anew → allow by sends',
    ])
  })

  test('counts what was allowed and what was denied, and costs only what ran', () => {
    const policy = `version: "1"
default: allow
rules:
  - {name: dear, condition: session.estimated_cost > 4, action: deny}
  - {name: three, condition: session.allowed_count == 3 and session.denied_count == 2, action: approve}
  - {name: denials, condition: session.denied_count == 1, action: deny}
  - {name: refusal, condition: session.action_count == 3 and session.estimated_cost == 3, action: deny}
costs: {t: 1}`
    expect(
      outcomes(
        policy,
        `cases:
  - {name: 4th, call: {tool: t}, repeat: 4, expect: {rule: refusal}}
  - {name: 5th, call: {tool: t}, repeat: 5, expect: {rule: denials}}
  - {name: 6th, call: {tool: t}, repeat: 6, expect: {rule: three}}
  - {name: 7th, call: {tool: t}, repeat: 7, expect: {rule: three}}
  - {name: 9th, call: {tool: t}, repeat: 9, expect: {rule: three}}`,
      ),
    ).toEqual([
      'passed 4th → deny by refusal',
      'passed 5th → deny by denials',
      'passed 6th → approve by three',
      'passed 7th → approve by three',
      'passed 9th → approve by three',
    ])
  })

  test('tests what a policy says that only watches', () => {
    const policy = 'version: "1"\nmode: shadow\nrules: [{name: no, action: deny}]'
    expect(
      outcomes(policy, 'cases: [{name: a, call: {tool: t}, expect: {decision: deny, rule: no}}]'),
    ).toEqual(['passed a → deny by no'])
  })

  test('with tools and each is a matrix, each of which has its line', () => {
    const suite = `cases:
  - name: nothing may
    tools: [a, b]
    each:
      - {}
      - {path: ${'x'.repeat(100)}}
    expect: deny
  - {name: alone, tools: [c], expect: deny}`
    const {results} = runSuite('version: "1"\nrules: []', suite)
    expect(results.map(({name, line, tool, args}) => [name, line, tool, Object.keys(args).length])).toEqual([
      ['nothing may: a {}', 5, 'a', 0],
      [`nothing may: a {"path":"${'x'.repeat(51)}…`, 6, 'a', 1],
      ['nothing may: b {}', 5, 'b', 0],
      [`nothing may: b {"path":"${'x'.repeat(51)}…`, 6, 'b', 1],
      ['alone: c {}', 8, 'c', 0],
    ])
  })

  test('may have arguments and tools with the names of what JavaScript hangs on objects', () => {
    const policy = `version: "1"
rules:
  - {name: proto, tools: [constructor], condition: 'session.calls["constructor"] == 2 and tool_args["__proto__"] == 1 and metadata["__proto__"] == 2', action: allow}`
    expect(
      outcomes(
        policy,
        `defaults: {metadata: {__proto__: 2}}
cases:
  - {name: a, call: {tool: constructor, args: {__proto__: 1}, metadata: {x: 1}}, repeat: 3, expect: {decision: allow, args: {__proto__: 1}}}`,
      ),
    ).toEqual(['passed a → allow by proto'])
  })
})

describe('a failure says why', () => {
  const policy = `version: "1"
rules:
  - {name: etc, condition: 'under(tool_args.path, "/etc")', action: deny}
  - {name: reads, tools: [read], condition: 'tool_args.path.startswith("/tmp/") and agent.id == "a"', action: allow}
  - {name: asks, tools: [read], condition: tool_args.size > 5, action: approve}
  - {name: late, tools: [read], condition: 'under(tool_args.path, "/etc")', action: approve}
  - {name: loose, tools: [copy], condition: 'not (tool_args.to == "x")', action: allow}
  - {name: sized, tools: [size], condition: tool_args.size > 5, action: allow}`
  const whyOf = (expectation: string, call = '{tool: read, args: {path: /etc/passwd}}'): unknown =>
    runSuite(policy, `cases: [{name: a, call: ${call}, expect: ${expectation}}]`).results[0]?.why

  const etc = {
    rule: 'etc',
    line: 3,
    comparisons: [
      {
        source: 'under(tool_args.path, "/etc")',
        field: 'tool_args.path',
        operator: 'under',
        expected: '/etc',
        actual: '/etc/passwd',
        result: true,
        reads: [['tool_args', 'path']],
      },
    ],
  }

  test('by the rule that decided, and the nearest that decides as expected', () => {
    const startswith = {
      source: 'tool_args.path.startswith("/tmp/")',
      field: 'tool_args.path',
      operator: 'startswith',
      expected: '/tmp/',
      actual: '/etc/passwd',
      result: false,
      reads: [['tool_args', 'path']],
    }
    expect(whyOf('allow')).toEqual({
      decided: etc,
      missed: {rule: 'reads', line: 4, outcome: 'not reached', comparisons: [], error: null},
      unknownRule: null,
    })
    expect(whyOf('{rule: reads}', '{tool: read, args: {path: /usr}}')).toMatchObject({
      decided: null,
      missed: {
        rule: 'reads',
        outcome: 'does not apply',
        comparisons: [{...startswith, actual: '/usr'}],
      },
    })
  })

  test('by the rule that comes too late', () => {
    expect(whyOf('approve')).toEqual({
      decided: etc,
      missed: {rule: 'late', line: 6, outcome: 'not reached', comparisons: [], error: null},
      unknownRule: null,
    })
  })

  test('by what a not turned round', () => {
    expect(whyOf('allow', '{tool: copy, args: {to: x}}')).toMatchObject({
      decided: null,
      missed: {rule: 'loose', comparisons: [{source: 'tool_args.to == "x"', result: true}]},
    })
  })

  test('by what could not be worked out', () => {
    expect(whyOf('allow', '{tool: size, args: {size: big}}')).toEqual({
      decided: null,
      missed: {
        rule: 'sized',
        line: 8,
        outcome: 'does not apply',
        comparisons: [
          {
            source: 'tool_args.size > 5',
            field: 'tool_args.size',
            operator: '>',
            expected: 5,
            actual: 'big',
            result: false,
            reads: [['tool_args', 'size']],
          },
        ],
        error: 'Text and a number have no order, at tool_args.size > 5',
      },
      unknownRule: null,
    })
  })

  test('by a rule that the policy does not have', () => {
    expect(whyOf('{decision: deny, rule: ect}')).toEqual({
      decided: etc,
      missed: null,
      unknownRule: {name: 'ect', closest: 'etc'},
    })
  })
})

test('hides in its result what the policy says must not be shown', () => {
  const policy = `version: "1"
rules: [{name: key, condition: tool_args.headers.token, action: deny}, {name: pin, condition: tool_args.pin, action: deny}]
redact: [pin]`
  const suite = `cases:
  - {name: a, tools: [t], each: [{pin: "123", headers: {token: abc}}], expect: {decision: allow, args: {pin: "123", headers: {token: xyz}}}}
  - {name: b, call: {tool: t, args: {pin: "123"}}, expect: {args: {pin: "456"}}}`
  const {results} = runSuite(policy, suite)
  expect(JSON.stringify(results)).not.toMatch(/"(123|456|abc|xyz)/)
  expect(
    results.map(({name, args, differences, why}) => [
      name,
      args,
      differences,
      why?.decided?.comparisons[0]?.actual,
    ]),
  ).toEqual([
    [
      'a: t {"pin":"[redacted]","headers":{"token":"[redacted]"}}',
      {pin: '[redacted]', headers: {token: '[redacted]'}},
      ['decision', 'args'],
      '[redacted]',
    ],
    ['b', {pin: '[redacted]'}, ['args'], '[redacted]'],
  ])
})
