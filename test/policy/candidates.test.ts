import {expect, test} from 'vitest'
import {policyOf} from './decide-case.js'

const rule = (tool: string): string => `- {name: allow_${tool}, tools: [${tool}], action: allow}\n`

test('looks for the rules about its own tools once, however many there are and whatever others are called', () => {
  const tools = Array.from({length: 3000}, (_, at) => `tool_${at}`)
  const policy = policyOf(`version: "1"\nrules:\n${tools.map(rule).join('')}`)
  const first = tools.map((tool) => policy.candidatesFor(tool))
  for (let at = 0; at < 5000; at++) policy.candidatesFor(`made up ${at}`)
  expect(tools.every((tool, at) => policy.candidatesFor(tool) === first[at])).toBe(true)
})

test('keeps no more than it must of tools that callers make up', () => {
  const policy = policyOf(`version: "1"\nrules:\n${rule('known')}`)
  const first = policy.candidatesFor('made up')
  expect(policy.candidatesFor('made up')).toBe(first)
  for (let at = 0; at < 2000; at++) policy.candidatesFor(`made up ${at}`)
  expect(policy.candidatesFor('made up')).not.toBe(first)
})
