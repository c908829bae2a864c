import {setTimeout} from 'node:timers/promises'
import {parseAddress} from '../client/remote/address.js'
import {createRemoteTame} from '../client/remote/remote-tame.js'
import {Server, type ServerSettings} from '../client/remote/server.js'
import type {Timing} from '../client/remote/timing.js'
import type {Config} from '../config/schema.js'
import type {Tame} from '../model/tame.js'
import {createIds, RandomDigits} from './ids.js'
import {version} from './version.js'

type Values = Pick<Config, 'api_key' | 'timeout' | 'bypass_mode' | 'session_id' | 'agent_id' | 'user_id'>

/** tame on the server at a URL. Connects when it is first asked. */
export function openRemoteTame(
  values: Values,
  apiUrl: string,
  {retries, signal}: Pick<ServerSettings, 'retries' | 'signal'>,
): Tame {
  const server = new Server({
    address: parseAddress(apiUrl, values.api_key),
    version,
    timeoutMs: values.timeout * 1000,
    retries,
    timing,
    ...(signal && {signal}),
  })
  return createRemoteTame({
    server,
    newId: createIds(Date.now, new RandomDigits()),
    caller: {sessionId: values.session_id, agentId: values.agent_id, userId: values.user_id},
    bypass: values.bypass_mode,
  })
}

const timing: Timing = {
  nowMs: () => performance.now(),
  random: Math.random,
  // Ended by its signal, a pause is over; that nobody waits any more is no error.
  pause: (ms, signal) => setTimeout(ms, undefined, {signal}).catch(() => {}),
}
