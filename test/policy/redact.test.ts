import {describe, expect, test} from 'vitest'
import {decide} from '../../src/policy/decide.js'
import {explain} from '../../src/policy/explain/explain.js'
import {redactArgs, redactCall, redactComparisons, redactExplanation} from '../../src/policy/redact.js'
import {deepFreeze, policyOf} from './decide-case.js'

const policy = policyOf(`
version: "1"
default: allow
redact: [ssn, "*.card", customer.*.email, "x-*-key", headers.via]
rules:
  - name: a
    condition: tool_args.password == "x" or tool_args.headers.via.lower() == "y" or any(v == "z" for v in tool_args.values()) or tool_args.path == "p"
    action: deny
`)

const redacted = (args: Record<string, unknown>): unknown => redactArgs(policy, deepFreeze(args))
const hidden = '[redacted]'

describe('what is never stored or shown', () => {
  test.each([
    'password',
    'Passwd',
    'secret',
    'client_secret',
    'clientSecret',
    'token',
    'access-token',
    'api_key',
    'X-API-Key',
    'apiKey',
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'set-cookie',
    'private_key',
    'db_credentials',
  ])('an argument named %s, wherever it is', (name) => {
    expect(redacted({[name]: 'x', list: [{deep: {[name]: {a: 1}}}]})).toEqual({
      [name]: hidden,
      list: [{deep: {[name]: hidden}}],
    })
  })

  test.each(['path', 'tokens_used', 'max_tokens', 'secretary', 'cookies_enabled', 'author'])(
    'not an argument named %s',
    (name) => {
      expect(redacted({[name]: 'x'})).toEqual({[name]: 'x'})
    },
  )

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a name of the policy, anywhere', {ssn: 1, a: {SSN: 2}}, {ssn: hidden, a: {SSN: hidden}}],
    ['with a star before it too', {card: 1, a: {card: 2}}, {card: hidden, a: {card: hidden}}],
    [
      'a star between is any number of names',
      {customer: {email: 1, home: {email: 2}, all: [{email: 3}]}, email: 4},
      {customer: {email: hidden, home: {email: hidden}, all: [{email: hidden}]}, email: 4},
    ],
    [
      'a star within is any text',
      {'x-my-key': 1, x_key: 2, 'y-key': 3},
      {'x-my-key': hidden, x_key: hidden, 'y-key': 3},
    ],
    ['a path is the end of a path', {a: {headers: {via: 1}}, via: 2}, {a: {headers: {via: hidden}}, via: 2}],
    [
      'a key that JavaScript knows',
      JSON.parse('{"__proto__": {"token": 1}}'),
      JSON.parse(`{"__proto__": {"token": "${hidden}"}}`),
    ],
  ])('%s', (_, args, expected) => {
    expect(redacted(args)).toEqual(expected)
  })

  test('what holds no secret is the same object', () => {
    const args = {a: [{b: 1}]}
    expect(redactArgs(policy, args)).toBe(args)
  })

  test('what lies too deep to look at', () => {
    let args: Record<string, unknown> = {token: 'x'}
    for (let level = 0; level < 5000; level++) args = {a: args}
    const text = JSON.stringify(redactArgs(policy, args))
    expect([text.includes('token'), text.includes(hidden)]).toEqual([false, true])
  })
})

test('comparisons show no secret either, however it was reached', () => {
  const args = {password: 'hunter2', headers: {via: 'ROME'}, path: '/tmp'}
  const {conditionsEvaluated} = decide(policy, {tool: 't', args}, {}, 0)
  const shown = redactComparisons(policy, {args}, conditionsEvaluated)
  expect(shown.map(({field, expected, actual}) => [field, expected, actual])).toEqual([
    ['tool_args.password', hidden, hidden],
    ['tool_args.headers.via.lower()', hidden, hidden],
    ['v', 'z', '/tmp'],
    ['tool_args.path', 'p', '/tmp'],
  ])
})

test('nor does an explanation, nor what a condition made of a secret', () => {
  const args = {password: 'hunter2', headers: {via: 'ROME'}, token: 'z-z', path: '/tmp'}
  const explanation = explain(policy, {tool: 't', args}, {}, 0)
  const shown = JSON.stringify(redactExplanation(policy, {args}, explanation))
  const secrets = ['hunter2', 'ROME', 'rome', 'z-z']
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  expect(shown.includes('/tmp')).toBe(true)
})

describe('what a condition made of something around a secret shows nothing of it', () => {
  test.each<[condition: string, args: Record<string, unknown>, secrets: string[]]>([
    ['matches(str(tool_args), "rm -rf|hunter")', {password: 'hunter2'}, ['hunter2']],
    ['any(v.lower().startswith("h") for v in tool_args.values())', {password: 'HUNTER2'}, ['hunter2']],
    ['any(v > 100 for v in tool_args.values())', {pin: 4711}, ['4711']],
    ['any(v + 1 > 100 for v in tool_args.values())', {pin: 4711}, ['4712', '4711']],
    ['tool_args.pin > 100', {pin: 4711}, ['4711']],
    ['tool_args.get(tool_args.k, "").upper() == "X"', {k: 'password', password: 'hunter2'}, ['HUNTER2']],
    ['tool_args.get(tool_args.k).a.upper() == "X"', {k: 'password', password: {a: 'hunter2'}}, ['HUNTER2']],
    ['tool_args.a[tool_args.k].lower() == "X"', {k: 'token', a: {token: 'HUNTER2'}}, ['HUNTER2', 'hunter2']],
    ['tool_args["password"] + "x" == "y"', {password: 'hunter2'}, ['hunter2']],
    ['str(tool_args.list[0].a) == "y"', {list: [{a: {token: 'hunter2'}}]}, ['hunter2']],
    ['any(str(v).startswith("h") for v in tool_args.list)', {list: [{token: 'hunter2'}]}, ['hunter2']],
    ['(tool_args.a or tool_args.b).values()[0].upper() == "X"', {b: {token: 'hunter2'}}, ['HUNTER2']],
    ['any(v.upper().startswith("h") for v in metadata.values())', {}, ['claimed', 'CLAIMED']],
    ['any(v.startswith("h") for v in metadata.values())', {}, ['claimed']],
    ['metadata.token.upper() == "X"', {}, ['CLAIMED']],
    ['"x" + metadata[tool_args.k] == "X"', {k: 'token'}, ['claimed']],
  ])('%s', (condition, args, secrets) => {
    const hiding = policyOf(`
version: "1"
default: allow
redact: ["*.pin"]
rules:
  - {name: a, condition: ${JSON.stringify(condition)}, action: deny}
`)
    const call = {tool: 't', args, metadata: {token: 'claimed'}}
    const explanation = redactExplanation(hiding, call, explain(hiding, call, {}, 0))
    const {conditionsEvaluated} = decide(hiding, call, {}, 0)
    const shown = JSON.stringify([explanation, redactComparisons(hiding, call, conditionsEvaluated)])
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
    expect(explanation.rules[0]?.parts[0]?.comparisons).not.toEqual([])
  })

  test('and all else shows', () => {
    const showing = policyOf(`
version: "1"
rules:
  - name: a
    condition: tool_args.headers.accept.upper() == "X" or any(v in ["z", "y"] for v in tool_args.list) or tool_args.n > 5
    action: deny
`)
    const args = {headers: {accept: 'y', token: 't-t-t'}, list: ['a', {token: 'u-u-u'}, 'c'], n: 7}
    const {conditionsEvaluated} = decide(showing, {tool: 't', args}, {}, 0)
    const shown = redactComparisons(showing, {args}, conditionsEvaluated)
    expect(shown.map(({expected, actual}) => [expected, actual])).toEqual([
      ['X', 'Y'],
      [['z', 'y'], 'c'],
      [5, 7],
    ])
  })

  test('a part of a path that reads a secret and something else', () => {
    const both = policyOf(`
version: "1"
rules: [{name: a, condition: 'tool_args.path.lower() + tool_args.token == "x"', action: allow}]
`)
    const args = {path: 'P', token: 'TOP'}
    const {conditionsEvaluated} = decide(both, {tool: 't', args}, {}, 0)
    expect(redactComparisons(both, {args}, conditionsEvaluated)).toMatchObject([
      {expected: hidden, actual: hidden},
    ])
  })
})

test.each<[secret: string | number, reason: string, shown: string]>([
  ['hunter2', 'no xhunter2 here', 'no x[redacted] here'],
  ['a"b.c', 'no "a\\"b.c" here', 'no "[redacted]" here'],
  ['a', 'a man, "a" plan', '[redacted] man, "[redacted]" plan'],
  [4711, 'not 4711', 'not [redacted]'],
  ['', 'nothing', 'nothing'],
])('a reason does not quote the secret %j', (secret, reason, shown) => {
  const args = {token: secret}
  const verdict = {...decide(policy, {tool: 't', args}, {}, 0), reason}
  expect(redactCall(policy, {args}, verdict)).toMatchObject({reason: shown, args: {token: hidden}})
})

test('what went wrong says nothing of a secret index or a secret text', () => {
  const failing = policyOf(`
version: "1"
rules: [{name: a, condition: 'tool_args.token[tool_args.pin_token + 1] == 1', action: deny}]
`)
  const {reason} = decide(failing, {tool: 't', args: {token: 'hunter2', pin_token: 4711}}, {}, 0)
  expect(reason).toBe(
    'Rule "a" denies it (it could not be worked out, which counts as a match: ' +
      'The text has no item at this index, at tool_args.token[tool_args.pin_token + 1])',
  )
})

test('nor does an explanation quote a secret that an error quotes', () => {
  const args = {token: 'hunter2'}
  const explanation = explain(policy, {tool: 't', args}, {}, 0)
  const [rule] = explanation.rules
  const parts = (rule?.parts ?? []).map((part) => ({...part, error: 'no hunter2 here'}))
  const rules = explanation.rules.map((each) => ({...each, parts}))
  const shown = redactExplanation(policy, {args}, {...explanation, rules})
  expect(shown.rules[0]?.parts.map(({error}) => error)).toEqual(['no [redacted] here'])
})
