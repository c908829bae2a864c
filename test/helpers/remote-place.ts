import {onTestFinished} from 'vitest'
import {parseAddress} from '../../src/client/remote/address.js'
import {createRemoteTame, type RemoteOptions} from '../../src/client/remote/remote-tame.js'
import {Server, type ServerSettings} from '../../src/client/remote/server.js'
import type {Tame} from '../../src/model/tame.js'

export interface RemoteSaid
  extends Partial<Omit<ServerSettings, 'address'>>,
    Partial<Omit<RemoteOptions, 'server'>> {
  readonly key?: string
}

let ids = 0

/** A remote tame that asks at a URL, and does not wait between its attempts. */
export function openRemote(url: string, {key, caller, bypass, newId, ...said}: RemoteSaid = {}): Tame {
  const server = new Server({
    address: parseAddress(url, key ?? null),
    version: '1.2.3',
    timeoutMs: 10_000,
    retries: 3,
    timing: {nowMs: () => performance.now(), random: () => 0, pause: () => new Promise(setImmediate)},
    ...said,
  })
  const tame = createRemoteTame({
    server,
    newId: newId ?? (() => `event-${++ids}`),
    ...(caller && {caller}),
    ...(bypass && {bypass}),
  })
  onTestFinished(() => tame.close())
  return tame
}
