import {userInfo} from 'node:os'
import {expect, test} from 'vitest'
import type {Layer} from '../../src/config/layer.js'
import {loadConfig} from '../../src/config/load.js'
import {approverOf} from '../../src/runtime/approver.js'
import {createWorkplace} from '../helpers/workplace.js'

/** Who answers in a place, and what is said about that. */
async function approverIn(
  place: ReturnType<typeof createWorkplace>,
  flags: Layer['settings'] = new Map(),
): Promise<[string, string[]]> {
  const said: string[] = []
  const settings = await loadConfig(place, {kind: 'flag', settings: flags})
  return [approverOf(settings, (message) => said.push(message)), said]
}

test('is the user of one’s own configuration, or else whoever is logged in', async () => {
  const place = createWorkplace()
  expect(await approverIn(place)).toEqual([userInfo().username, []])
  expect(await approverIn({...place, env: {...place.env, TAME_USER_ID: 'ada'}})).toEqual(['ada', []])
})

test('is nobody whom a project’s file names', async () => {
  const place = createWorkplace()
  place.write('.tamerc', 'user_id: ada\n')
  expect(await approverIn(place)).toEqual([
    userInfo().username,
    [
      `user_id in ${place.pathOf('.tamerc')}:1 is not who answers: a project's file can't say in whose name you approve. To do so yourself: tame approve --user-id NAME`,
    ],
  ])
})

test('is at a server whoever has the key, which no flag changes', async () => {
  const place = createWorkplace()
  const env = {...place.env, TAME_API_URL: 'http://127.0.0.1:9'}
  const origin = {kind: 'flag', source: '--user-id', line: null} as const
  const flags: Layer['settings'] = new Map([['user_id', {value: 'ada', origin}]])
  expect(await approverIn({...place, env}, flags)).toEqual([
    'ada',
    ['--user-id is not who answers: at a server that is whoever has the key'],
  ])
  expect(await approverIn({...place, env: {...env, TAME_USER_ID: 'ada'}})).toEqual(['ada', []])
})
