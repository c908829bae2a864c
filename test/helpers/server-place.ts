import {onTestFinished} from 'vitest'
import type {EngineTame} from '../../src/engine/engine.js'
import type {Role} from '../../src/model/key.js'
import {type RunningServer, type ServerOptions, startServer} from '../../src/server/server.js'
import {createEnginePlace, type EnginePlace} from './engine-place.js'

/** A server on a free port, with a policy and a record of its own, gone when the test is over. */
export interface ServerPlace extends EnginePlace {
  readonly tame: EngineTame
  readonly server: RunningServer
  /** What it logged, a line each. */
  readonly logged: readonly string[]
  /** Asks it, by a path that is sent as it is written. */
  ask(request: string, options?: AskOptions): Promise<Answered>
  /** Makes a key, and gives what it says. */
  key(role: Role): Promise<string>
}

interface AskOptions {
  readonly body?: unknown
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export async function openServerPlace(
  policy: string,
  options: Partial<ServerOptions> = {},
): Promise<ServerPlace> {
  const place = createEnginePlace(policy)
  const tame = place.open()
  const logged: string[] = []
  let ids = 0
  const server = await startServer(tame, tame.keys, {
    host: '127.0.0.1',
    port: 0,
    version: '1.2.3',
    log: (...line) => void logged.push(JSON.stringify(line)),
    now: () => place.clock.nowMs,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    figures: () => ({
      cpuSeconds: 1,
      residentBytes: 2,
      heapBytes: 3,
      startedAtSeconds: 4,
      loopDelaySeconds: 0.5,
    }),
    timeouts: {stopMs: 1000},
    ...options,
  })
  onTestFinished(() => server.stop())
  return {
    ...place,
    tame,
    server,
    logged,
    ask: (request, asked) => ask(server.url, request, asked),
    key: async (role) => (await tame.keys.create(`${role} key`, role)).secret,
  }
}

async function ask(
  url: string,
  request: string,
  {body, key, headers = {}}: AskOptions = {},
): Promise<Answered> {
  const [method = 'GET', path = '/'] = request.split(' ')
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body !== undefined && {'content-type': 'application/json'}),
      ...(key !== undefined && {authorization: `Bearer ${key}`}),
      ...headers,
    },
    ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  })
  const text = await (answer.headers.get('content-type')?.startsWith('text/event-stream')
    ? firstOf(answer)
    : answer.text())
  return {status: answer.status, headers: answer.headers, text, json: jsonOf(text)}
}

/** What never ends is read as far as its beginning. */
async function firstOf({body}: Response): Promise<string> {
  const reader = body?.getReader()
  const {value} = (await reader?.read()) ?? {}
  await reader?.cancel()
  return new TextDecoder().decode(value)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
