import {describe, expect, onTestFinished, test} from 'vitest'
import type {Caller} from '../../../src/server/caller.js'
import {type Follower, Followers} from '../../../src/server/follow/followers.js'
import {createEnginePlace} from '../../helpers/engine-place.js'

const policy = 'version: "1"\nrules: [{name: all, action: allow}]\n'

/** Somebody who never reads what is handed over. */
class Idler implements Follower {
  readonly query = {after: 0}
  unreadBytes = 0
  isDropped = false

  constructor(
    readonly caller: Caller,
    private readonly bytesOfEvent = 1,
  ) {}

  offer(): boolean {
    this.unreadBytes += this.bytesOfEvent
    return true
  }

  async drained(): Promise<void> {}

  drop(): void {
    this.isDropped = true
  }

  end(): void {}
}

const keyless: Caller = {keyId: null, name: 'local', role: 'agent'}

describe('one who was let in a moment ago', () => {
  test('does not follow with a key that was revoked since', async () => {
    const {tame, followers} = openFollowers()
    const {key} = await tame.keys.create('one', 'agent')
    const late = new Idler({keyId: key.id, name: 'one', role: 'agent'})
    await followers.add(new Idler(late.caller))
    await tame.keys.revoke(key.id)
    await expect(followers.add(late)).rejects.toMatchObject({status: 401})
  })

  test('does not follow without a key where agents have one since', async () => {
    const {tame, followers} = openFollowers()
    await followers.add(new Idler(keyless))
    await tame.keys.create('one', 'agent')
    await expect(followers.add(new Idler(keyless))).rejects.toMatchObject({status: 401})
    await expect.poll(() => followers.count).toBe(0)
  })
})

test('of those who do not read, the slowest are dropped before all together keep too much', async () => {
  const {tame, followers} = openFollowers(100)
  const [slow, slower, slowest] = [
    new Idler(keyless, 3),
    new Idler(keyless, 4),
    new Idler(keyless, 20),
  ] as const
  for (const each of [slow, slower, slowest]) await followers.add(each)
  const dropped = () => [slow, slower, slowest].map(({isDropped}) => isDropped)
  const recordUpTo = async (entries: number) => {
    while ((await tame.status()).store.entries < entries) await tame.enforce({tool: 't', args: {}})
    await expect.poll(() => slow.unreadBytes).toBe(3 * entries)
  }
  await recordUpTo(3)
  expect(dropped()).toEqual([false, false, false])
  await recordUpTo(4)
  expect(dropped()).toEqual([false, false, true])
  await recordUpTo(14)
  expect(dropped()).toEqual([false, false, true])
  await recordUpTo(15)
  expect(dropped()).toEqual([false, true, true])
  expect([slower.unreadBytes, slowest.unreadBytes, followers.count]).toEqual([60, 80, 1])
})

function openFollowers(mostUnreadBytes?: number) {
  const tame = createEnginePlace(policy).open()
  const followers = new Followers(tame, tame.keys, 10, mostUnreadBytes)
  onTestFinished(() => followers.stop())
  return {tame, followers}
}
