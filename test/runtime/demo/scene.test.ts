import {expect, test} from 'vitest'
import {steps} from '../../../src/runtime/demo/scene.js'

const round = 11

test('the same seed asks for the same, and another for something else', () => {
  expect([...steps(100, 7)]).toEqual([...steps(100, 7)])
  expect([...steps(100, 7)]).not.toEqual([...steps(100, 8)])
})

test('a longer run begins like a shorter one', () => {
  expect([...steps(100, 7)].slice(0, 25)).toEqual([...steps(25, 7)])
})

test('every round has all of the tools', () => {
  const asked = [...steps(3 * round, 7)].map(({call}) => call.tool)
  for (const start of [0, round, 2 * round]) {
    expect([...new Set(asked.slice(start, start + round))].sort()).toEqual([
      'ask_model',
      'delete_file',
      'http_post',
      'read_file',
      'run_shell',
      'send_email',
      'write_file',
    ])
  }
})

test('nobody’s own agent, session or user is meant by any call', () => {
  for (const {call} of steps(100, 7)) {
    expect(call).toMatchObject({
      agentId: expect.stringMatching(/^demo-/),
      sessionId: expect.stringMatching(/^demo-7-/),
      userId: 'demo',
      metadata: {demo: true},
    })
  }
})
