import {expect, test} from 'vitest'
import {SharedWords} from '../../../src/cli/prompt/shared-words.js'
import {manifest} from './manifest.js'

const shared = (...typed: string[]): SharedWords => new SharedWords(typed, manifest.commands)

test('flags of the prompt stand before those of each command that takes them', () => {
  const words = shared('--session-id', 's1', '--policy=next.yaml', '--no-bypass')
  expect(words.forCommand('status', [])).toEqual(['--session-id', 's1', '--policy=next.yaml', '--no-bypass'])
  expect(words.forCommand('test', ['a', '--session-id=s2'])).toEqual(['--policy=next.yaml', '--no-bypass'])
  expect(words.forCommand('policy:schema', [])).toEqual([])
  expect(words.values).toEqual({'session-id': 's1', policy: 'next.yaml', bypass: false})
})

test('who calls is set, set to another, and left to the configuration', () => {
  const words = shared('--session-id', 's1')
  words.set('agent', 'a=1')
  words.set('session', 's2')
  expect(words.forCommand('status', [])).toEqual(['--agent-id=a=1', '--session-id=s2'])
  expect([words.valueOf('session'), words.valueOf('agent'), words.valueOf('user')]).toEqual([
    's2',
    'a=1',
    undefined,
  ])
  words.set('session', undefined)
  expect(words.forCommand('status', [])).toEqual(['--agent-id=a=1'])
})
