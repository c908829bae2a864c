import {expect, test} from 'vitest'
import {policyOf} from './decide-case.js'

const policy = policyOf(`
version: "1"
rules:
  - {name: everywhere, condition: tool_args.x == 1, action: deny}
  - {name: by_list, tools: [a, b], condition: session.action_count > 1, action: deny}
  - {name: by_glob, tools: ["b*"], action: deny}
  - {name: by_condition, condition: 'tool_name in ["a", "c"] and agent.id == "z"', action: deny}
  - {name: by_both, tools: ["a*", c], condition: 'tool_name in ["a", "b"] and datetime.hour < 3', action: deny}
  - {name: limited, tools: [limited], limit: {count: 2, per: user, window: 1m}, action: deny}
  - {name: who, tools: [who], agents: {ids: [x]}, action: deny}
  - {name: claims, tools: [claims], conditions: {session_context: {a: 1}}, action: deny}
  - {name: proto, tools: [__proto__], action: deny}
  - {name: fails_first, condition: tool_args.n > 1 and tool_name == "d", action: deny}
`)

const namesFor = (tool: string): string[] => policy.candidatesFor(tool).rules.map(({name}) => name)

test.each<[string, string[]]>([
  ['a', ['everywhere', 'by_list', 'by_condition', 'by_both', 'fails_first']],
  ['b', ['everywhere', 'by_list', 'by_glob', 'fails_first']],
  ['bcd', ['everywhere', 'by_glob', 'fails_first']],
  ['c', ['everywhere', 'by_condition', 'fails_first']],
  ['nobody', ['everywhere', 'fails_first']],
  ['__proto__', ['everywhere', 'proto', 'fails_first']],
  ['constructor', ['everywhere', 'fails_first']],
])('for the tool %s only those rules are looked at that may apply, in order', (tool, names) => {
  expect(namesFor(tool)).toEqual(names)
})

test('a policy asks for the facts that matter for a tool, and for no others', () => {
  const needsFor = (tool: string): unknown => {
    const {session, agent, user, metadata, datetime, limits} = policy.candidatesFor(tool).needs
    return {session: [...session], agent, user, metadata, datetime, limits: limits.length}
  }
  const none = {session: [], agent: false, user: false, metadata: false, datetime: false, limits: 0}
  expect(needsFor('nobody')).toEqual(none)
  expect(needsFor('a')).toEqual({...none, session: ['action_count'], agent: true, datetime: true})
  expect(needsFor('who')).toEqual({...none, agent: true})
  expect(needsFor('claims')).toEqual({...none, metadata: true})
  expect(policy.candidatesFor('limited').needs.limits).toEqual([
    {ruleName: 'limited', count: 2, per: 'user', windowMs: 60_000},
  ])
  expect(policy.needs.limits).toHaveLength(1)
})

test('however many names callers make up, each gets its answer', () => {
  for (let at = 0; at < 5000; at++)
    expect(namesFor(`b${at}`)).toEqual(['everywhere', 'by_glob', 'fails_first'])
  expect(namesFor('a')).toHaveLength(5)
})

const rule = (tool: string): string => `- {name: allow_${tool}, tools: [${tool}], action: allow}\n`

test('the rules about the policy’s own tools are looked for once, however many they and other names are', () => {
  const tools = Array.from({length: 3000}, (_, at) => `tool_${at}`)
  const large = policyOf(`version: "1"\nrules:\n${tools.map(rule).join('')}`)
  const first = tools.map((tool) => large.candidatesFor(tool))
  for (let at = 0; at < 5000; at++) large.candidatesFor(`made up ${at}`)
  expect(tools.every((tool, at) => large.candidatesFor(tool) === first[at])).toBe(true)
})

test('of names that callers make up no more are kept than bounded memory holds', () => {
  const small = policyOf(`version: "1"\nrules:\n${rule('known')}`)
  const first = small.candidatesFor('made up')
  expect(small.candidatesFor('made up')).toBe(first)
  for (let at = 0; at < 2000; at++) small.candidatesFor(`made up ${at}`)
  expect(small.candidatesFor('made up')).not.toBe(first)
})
