import {expect, test} from 'vitest'
import {Remembered} from '../../src/server/remembered.js'

test.each([
  ['at once', 0, 1],
  ['within its time', 99, 1],
  ['after it', 100, 2],
  ['when the clock was put back', -100, 2],
])('asks again %s', async (_, laterMs, asked) => {
  let asking = 0
  let nowMs = 1000
  const remembered = new Remembered(
    () => Promise.resolve(++asking),
    100,
    () => nowMs,
  )
  expect(await remembered.value()).toBe(1)
  nowMs += laterMs
  expect(await remembered.value()).toBe(asked)
})
