import {expect, test} from 'vitest'
import {Recordability} from '../../src/engine/recordability.js'

test('looks again only after a while, also when the clock is put back', async () => {
  let nowMs = 100_000
  const answers = [new Error('locked'), undefined, new Error('full'), undefined]
  let looks = 0
  const check = async (): Promise<void> => {
    const answer = answers[looks++]
    if (answer !== undefined) throw answer
  }
  const recordability = new Recordability(check, () => nowMs)
  const found: unknown[] = []
  for (nowMs of [100_000, 104_999, 105_000, 109_999, 60_000, 60_001])
    found.push((await recordability.problem()) ?? 'well')
  const [locked, , full] = answers
  expect([found, looks]).toEqual([[locked, locked, 'well', 'well', full, full], 3])
})
