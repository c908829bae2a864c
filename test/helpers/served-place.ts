import {onTestFinished} from 'vitest'
import type {EngineTame} from '../../src/engine/engine.js'
import type {Tame} from '../../src/model/tame.js'
import {type RunningServer, type ServerOptions, startServer} from '../../src/server/server.js'
import {createEnginePlace, type EnginePlace} from './engine-place.js'
import {openRemote} from './remote-place.js'

/** A place whose tame is asked over HTTP. */
export interface ServedPlace extends Omit<EnginePlace, 'open' | 'person'> {
  /** The key that it is asked with. */
  readonly keyId: string
  readonly secret: string
  readonly url: string
  /** Another client of it. */
  open(): Tame
  /** With a key of their own, which has their name. */
  person(name: string): Promise<Tame>
  /** Ends the server, and what it decides with. */
  stop(): Promise<void>
  /** Starts another one in its place. */
  start(): Promise<void>
}

/** Its keys are of a ledger of their own, so that the one that is looked at is empty. */
export async function openServedPlace(
  policy: string,
  createPlace = createEnginePlace,
  options: Partial<ServerOptions> = {},
): Promise<ServedPlace> {
  const place = createPlace(policy)
  const {keys} = createEnginePlace(policy).open()
  const {key, secret} = await keys.create('contract', 'admin')
  const people = new Map<string, ReturnType<EngineTame['keys']['create']>>()
  let running = await serve(place, keys, options)
  const {url, port} = running.server
  onTestFinished(() => running.server.stop())
  return {
    ...place,
    keyId: key.id,
    secret,
    url,
    open: () => openRemote(url, {key: secret}),
    async person(name) {
      const known = people.get(name) ?? keys.create(name, 'approver')
      people.set(name, known)
      return openRemote(url, {key: (await known).secret})
    },
    async stop() {
      await running.server.stop()
      await running.tame.close()
    },
    async start() {
      running = await serve(place, keys, {...options, port})
    },
  }
}

interface Running {
  readonly tame: EngineTame
  readonly server: RunningServer
}

async function serve(
  place: EnginePlace,
  keys: EngineTame['keys'],
  given: Partial<ServerOptions>,
): Promise<Running> {
  const tame = place.open()
  const options: ServerOptions = {
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
    ...given,
  }
  return {tame, server: await startServer(tame, keys, options)}
}
