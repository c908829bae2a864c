import {setMaxListeners} from 'node:events'
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {performance} from 'node:perf_hooks'
import type {Duplex} from 'node:stream'
import type {Keyring} from '../engine/keys/keyring.js'
import {TameError} from '../errors.js'
import type {Tame} from '../model/tame.js'
import {Authentication} from './authentication.js'
import {answerAsItIs, isAnswering, isForWebSocket} from './declined-upgrade.js'
import {Descriptions} from './descriptions.js'
import type {Desk} from './desk.js'
import {Followers} from './follow/followers.js'
import {SocketDoor} from './follow/socket-door.js'
import {HostCheck} from './host-check.js'
import {ListTurns} from './list-turns.js'
import {Metrics, type ProcessFigures} from './metrics/metrics.js'
import {type Rate, RateLimit} from './rate-limit.js'
import {Reception} from './reception.js'
import {Remembered} from './remembered.js'
import type {ServerLog} from './server-log.js'

export interface ServerOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Certificate and key, PEM. */
  readonly tls?: {readonly cert: string; readonly key: string}
  /** Names by which it may be asked, beside its host and `localhost`. */
  readonly names?: readonly string[]
  readonly rate?: Rate
  readonly mostFollowers?: number
  readonly mostConnections?: number
  readonly timeouts?: Partial<Timeouts>
  readonly version: string
  readonly log: ServerLog
  readonly now: () => number
  readonly newId: () => string
  readonly figures: () => ProcessFigures
}

/** How long a client may take. */
interface Timeouts {
  readonly headersMs: number
  readonly requestMs: number
  /** Without a byte in either direction. */
  readonly silenceMs: number
  /** To finish what is under way when the server stops. */
  readonly stopMs: number
}

const timeouts: Timeouts = {headersMs: 10_000, requestMs: 30_000, silenceMs: 75_000, stopMs: 10_000}

/** Enough for any agent, and few enough that one in a loop leaves something for the others. */
const defaultRate: Rate = {perSecond: 2000, burst: 4000}

/** A second's worth of checking each second, and two at once. */
const checkRate: Rate = {perSecond: 1, burst: 2}

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Takes nothing new, finishes what is under way, and ends in a bounded time. */
  stop(): Promise<void>
}

/** Answers over HTTP for a tame. Resolves when it listens; what the system says against that is thrown as it is. */
export async function startServer(
  tame: Tame,
  keyring: Keyring,
  options: ServerOptions,
): Promise<RunningServer> {
  const followers = new Followers(tame, keyring, options.mostFollowers ?? 1000)
  const ending = new AbortController()
  // Any number of clients wait for approvals.
  setMaxListeners(0, ending.signal)
  const desk: Desk = {
    tame,
    keyring,
    followers,
    metrics: new Metrics(options.figures),
    version: options.version,
    health: new Remembered(() => tame.status().catch(unavailable), healthForMs, options.now),
    descriptions: new Descriptions(options.version),
    ending: ending.signal,
    checks: new RateLimit(checkRate),
    listTurns: new ListTurns(),
    now: options.now,
    newId: options.newId,
  }
  const reception = createReception(desk, options)
  const server = createHttp(options, (request, response) => reception.answer(request, response))
  const door = new SocketDoor(tame, followers, (request) => reception.admit(request))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isAnswering(socket)) socket.destroy()
    else if (isForWebSocket(request)) void door.open(request, socket, head)
    else answerAsItIs(server, request, socket, head)
  })
  await listening(server, options)
  return {...addressOf(server, options), stop: () => stop(server, {ending, followers, door}, options)}
}

const healthForMs = 1000

function unavailable(error: unknown): undefined {
  if (error instanceof TameError) return undefined
  throw error
}

function createReception(desk: Desk, {host, names = [], rate = defaultRate, log}: ServerOptions): Reception {
  return new Reception(desk, {
    hosts: new HostCheck(['localhost', host, ...names]),
    authentication: new Authentication(desk.keyring, isLoopback(host)),
    rateLimit: new RateLimit(rate),
    monotonicMs: () => performance.now(),
    log,
  })
}

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)

function createHttp(
  options: ServerOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const {headersMs, requestMs, silenceMs} = {...timeouts, ...options.timeouts}
  const settings = {
    maxHeaderSize: 16 * 1024,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(5000, headersMs),
    // Longer than those of clients and proxies: who closes last never sends into a closed connection.
    keepAliveTimeout: silenceMs,
    noDelay: true,
  }
  const server =
    options.tls === undefined
      ? createServer(settings, answer)
      : createTlsServer(
          {...settings, ...options.tls, minVersion: 'TLSv1.2', handshakeTimeout: headersMs},
          answer,
        )
  server.maxConnections = options.mostConnections ?? 10_000
  server.maxRequestsPerSocket = 0
  server.setTimeout(silenceMs)
  return server
}

function listening(server: Server, {host, port}: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({host, port, backlog: 1024}, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function addressOf(server: Server, {host, tls}: ServerOptions): {url: string; port: number} {
  const {port} = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {port, url: `${tls === undefined ? 'http' : 'https'}://${name}:${port}`}
}

const sweepEveryMs = 20

async function stop(
  server: Server,
  {
    ending,
    followers,
    door,
  }: {readonly ending: AbortController; readonly followers: Followers; readonly door: SocketDoor},
  options: ServerOptions,
): Promise<void> {
  const {stopMs} = {...timeouts, ...options.timeouts}
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  ending.abort()
  door.close()
  await followers.stop()
  // Again and again: a connection whose last answer was under way is idle only later, and would be waited for.
  const sweeping = setInterval(() => server.closeIdleConnections(), sweepEveryMs)
  const timer = setTimeout(() => server.closeAllConnections(), stopMs)
  await closed
  clearInterval(sweeping)
  clearTimeout(timer)
}
