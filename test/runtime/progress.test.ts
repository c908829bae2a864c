import {expect, test} from 'vitest'
import {Progress} from '../../src/runtime/progress.js'

/** What is written to an output, at these milliseconds. */
function written(isTTY: boolean, times: readonly number[]): string {
  let [output, now] = ['', 0]
  const progress = new Progress({isTTY, write: (text: string) => (output += text)}, () => now)
  for (const time of times) {
    now = time
    progress.say(`at ${time}`)
  }
  progress.end()
  return output
}

test('nothing is said of what is soon over', () => {
  expect(written(true, [100, 499])).toBe('')
  expect(written(false, [100, 4999])).toBe('')
})

test('on a terminal it is one line, which is gone in the end', () => {
  expect(written(true, [499, 500, 700])).toBe('\rat 500\u001b[K\rat 700\u001b[K\r\u001b[K')
})

test('elsewhere it is a line now and then', () => {
  expect(written(false, [4999, 5000, 6000, 9999, 10_000])).toBe('at 5000\nat 10000\n')
})
