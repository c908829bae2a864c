import {onTestFinished} from 'vitest'
import {startServer} from '../../../src/server/server.js'
import {describeTame, type TamePlace} from '../../contracts/describe-tame.js'
import {createEnginePlace} from '../../helpers/engine-place.js'
import {openRemote} from '../../helpers/remote-place.js'

/** A server with tame behind it. Its keys are of a ledger of their own, so that the one that is looked at is empty. */
async function openServedPlace(policy: string): Promise<TamePlace> {
  const place = createEnginePlace(policy)
  const {keys} = createEnginePlace(policy).open()
  const {key, secret} = await keys.create('contract', 'admin')
  const server = await startServer(place.open(), keys, {
    host: '127.0.0.1',
    port: 0,
    version: '1.2.3',
    log: () => {},
    now: () => place.clock.nowMs,
    newId: () => 'id',
    figures: () => ({
      cpuSeconds: 1,
      residentBytes: 2,
      heapBytes: 3,
      startedAtSeconds: 4,
      loopDelaySeconds: 0.5,
    }),
    timeouts: {stopMs: 1000},
    rate: {perSecond: 1_000_000, burst: 1_000_000},
  })
  onTestFinished(() => server.stop())
  return {...place, keyId: key.id, open: () => openRemote(server.url, {key: secret})}
}

describeTame('on a server', openServedPlace)
