import {expect, test} from 'vitest'
import {readSuite} from '../../src/policy/suite/read-suite.js'
import {runSuites} from '../../src/runtime/suite-run.js'
import type {LoadedSuite} from '../../src/runtime/suites.js'
import {policyOf} from '../policy/decide-case.js'

function loaded(): LoadedSuite {
  const text = 'cases:\n  - {name: many, tools: [a, b, c, d], expect: deny}\n'
  const {suite} = readSuite('policy.test.yaml', text)
  if (suite === undefined) throw new Error('The suite is not sound')
  const policyText = 'version: "1"\nrules: []\n'
  return {suite, policy: {path: '/policy.yaml', text: policyText, policy: policyOf(policyText)}}
}

const about = {isWanted: () => true, bail: false, coverage: false}

test('whoever waits for the process gets a turn each time that it took long, before it goes on', async () => {
  const events: unknown[] = []
  let clock = 0
  await runSuites([loaded()], {
    ...about,
    // Looked at once in the beginning, and once or twice a case.
    now: () => (clock += 60),
    onProgress: (done, total) => {
      events.push(`${done} of ${total}`)
      setImmediate(() => events.push('turn'))
    },
  })
  expect(events).toEqual(['2 of 4', 'turn', '4 of 4', 'turn'])
})

test('nobody hears of what is soon over', async () => {
  const events: unknown[] = []
  await runSuites([loaded()], {...about, now: () => 0, onProgress: (done) => events.push(done)})
  expect(events).toEqual([])
})
