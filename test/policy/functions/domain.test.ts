import {expect, test} from 'vitest'
import {answerOf} from '../conditions.js'

test.each([
  ['under("/a", tool_args.secret)', 'hunter*', '`under`: the dir is not one that it can look for'],
  ['ip_in("::1", tool_args.secret)', 'hunter2', '`ip_in`: the cidr is not one that it can look for'],
  ['ip_in("::1", "::1", tool_args.secret)', 'hunter2', '`ip_in`: the cidr is not one that it can look for'],
  ['host_in("a", tool_args.secret)', 'hunter 2', '`host_in`: the domain is not one that it can look for'],
  [
    'host_in("a", tool_args.secret)',
    'x/'.repeat(100_000),
    '`host_in`: the domain is not one that it can look for',
  ],
  ['under("/a", tool_args.secret)', 2, '`under`: it takes text, and this is a number'],
  [
    'ip_in(tool_args.secret, "::1")',
    'hunter2',
    "`ip_in` can't tell: the text is not an IP address; a name can lead anywhere",
  ],
  [
    'host_in(tool_args.secret, "a.com")',
    'http://hunter 2',
    "`host_in` can't tell: the text begins like a URL but is none",
  ],
])('%s never repeats what it was given', (source, secret, problem) => {
  expect(answerOf(source, {secret})).toBe(`${source}: ${problem}`)
})

const tooMany = 'It takes too many steps for arguments of this size'

test.each([
  ['a large expression over a long text', '"[ab]{1,900}a[ab]{1,900}c"', 500_000, tooMany],
  ['a large expression over a short text', '"[ab]{1,900}a[ab]{1,900}c"', 5_000, false],
  ['an ordinary expression over a long text', `"(?i)(password|secret|token)\\\\s*[:=]"`, 1_000_000, false],
])('counts the steps of %s', (_, regex, length, expected) => {
  const source = `matches(tool_args.text, ${regex})`
  const answer = answerOf(source, {text: 'ab'.repeat(length / 2)})
  expect(answer).toBe(expected === tooMany ? `${source}: ${tooMany}` : expected)
})
