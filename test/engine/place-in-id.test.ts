import {expect, test} from 'vitest'
import {placeIn} from '../../src/ledger/place-in-id.js'
import {createEnginePlace} from '../helpers/engine-place.js'

test('the id of each decision tells its place, the first ones under a policy too', async () => {
  const place = createEnginePlace('version: "1"\nrules: [{name: all, action: allow}]\n')
  const tame = place.open()
  const decide = async () => {
    const id = String((await tame.enforce({tool: 't', args: {}})).logId)
    return [placeIn(id), (await tame.logs.get(id)).seq]
  }
  expect(await decide()).toEqual([3, 3])
  expect(await decide()).toEqual([4, 4])
  await tame.policy.create('version: "2"\nrules: []\n', {description: null, createdBy: 'ada', activate: true})
  const [told, seq] = await decide()
  expect(told).toBe(seq)
})
