import {expect, test} from 'vitest'
import {Progress} from '../../src/runtime/progress.js'

/** What is written to an output, at these milliseconds. */
async function written(
  isTTY: boolean,
  times: readonly number[],
  end = () => {},
  env: Record<string, string> = {},
): Promise<string> {
  let [output, now] = ['', 0]
  const progress = new Progress({isTTY, write: (text: string) => (output += text)}, () => now, env)
  await progress
    .during(async (say) => {
      for (const time of times) {
        now = time
        say(`at ${time}`)
      }
      end()
    })
    .catch(() => (output += 'failed'))
  return output
}

test('nothing is said of what is soon over', async () => {
  expect(await written(true, [100, 499])).toBe('')
  expect(await written(false, [100, 4999])).toBe('')
})

test('on a terminal it is one line, which is gone in the end', async () => {
  expect(await written(true, [499, 500, 700])).toBe('\rat 500\u001b[K\rat 700\u001b[K\r\u001b[K')
})

test('elsewhere it is a line now and then', async () => {
  expect(await written(false, [4999, 5000, 6000, 9999, 10_000])).toBe('at 5000\nat 10000\n')
})

test('on a dumb terminal it is a line now and then too', async () => {
  expect(await written(true, [4999, 5000], () => {}, {TERM: 'dumb'})).toBe('at 5000\n')
})

test('what was done is handed on', async () => {
  expect(await new Progress({write: () => {}}).during(async () => 1)).toBe(1)
})

test('the line is gone also when it fails', async () => {
  const fail = (): never => {
    throw new Error('no')
  }
  expect(await written(true, [500], fail)).toBe('\rat 500\u001b[K\r\u001b[Kfailed')
})
