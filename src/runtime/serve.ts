import {readFileSync} from 'node:fs'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {reasonOf} from '../disk/reasons.js'
import type {EngineTame} from '../engine/engine.js'
import {ExitCode, TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import {isLoopback, type RunningServer, type ServerOptions, startServer} from '../server/server.js'
import type {ServerLog} from '../server/server-log.js'
import {ensureAdminKey} from './admin-key.js'
import {createIds, RandomDigits} from './ids.js'
import {logThread} from './log-thread.js'
import {openTame} from './open-tame.js'
import {watchProcess} from './process-figures.js'
import {version} from './version.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Files, PEM. */
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
  /** Lets a public address go without TLS. */
  readonly isInsecure?: boolean
  readonly names?: readonly string[] | undefined
  /** Requests a second for each key. */
  readonly rateLimit?: number | undefined
  readonly log: ServerLog
}

/** A server that runs, and what there is to say of it. */
export interface Serving {
  readonly url: string
  readonly policy: PolicyInForce
  readonly store: string
  /** Where the user's admin key lies; nothing when this user has none. */
  readonly adminKeyFile: string | undefined
  /** Whether agents of this machine need no key. */
  readonly isOpenToAgents: boolean
  stop(): Promise<void>
}

/** Decides and records for others. Throws when there is anything that it could not do right. */
export async function serve(settings: Settings, here: Surroundings, options: ServeOptions): Promise<Serving> {
  refuseForServer(settings)
  refuseOpenToAll(options)
  const tls = tlsFrom(options)
  const {log} = options
  const tame = openTame(settings, here, {
    isWatching: true,
    logThread: logThread(),
    onPolicy: ({policy}) =>
      log('info', 'policy in force', {
        version: policy.version,
        hash: policy.hash,
        rules: policy.rules.length,
      }),
    onWarning: (message) => log('error', 'nobody told', {message}),
    onProblem: ({code, message}) => log('error', 'policy refused, the one before stays', {code, message}),
  })
  try {
    return await serveTame(tame, here, {...options, ...(tls && {tls})})
  } catch (error) {
    await tame.close()
    throw error
  }
}

async function serveTame(
  tame: EngineTame,
  here: Surroundings,
  options: ServeOptions & Pick<ServerOptions, 'tls'>,
): Promise<Serving> {
  const policy = await tame.policy.current()
  await refuseWithoutKeys(tame, options)
  await tame.checkWritable()
  const server = await listen(tame, options)
  try {
    const adminKeyFile = await ensureAdminKey(server.url, tame.keys, here)
    return {
      url: server.url,
      policy,
      store: (await tame.status()).store.location,
      adminKeyFile,
      isOpenToAgents: isLoopback(options.host) && !(await tame.keys.hadSome('agent')),
      stop: () => stop(server, tame),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** What is answered is recorded before: when the server is through with its requests, only the record is left to close. */
async function stop(server: RunningServer, tame: EngineTame): Promise<void> {
  await server.stop()
  await tame.close()
}

async function listen(
  tame: EngineTame,
  {host, port, tls, names, rateLimit, log}: ServeOptions & Pick<ServerOptions, 'tls'>,
): Promise<RunningServer> {
  const now = Date.now
  try {
    return await startServer(tame, tame.keys, {
      host,
      port,
      ...(tls && {tls}),
      ...(names && {names}),
      ...(rateLimit !== undefined && {rate: {perSecond: rateLimit, burst: rateLimit * 2}}),
      version,
      log,
      now,
      newId: createIds(now, new RandomDigits()),
      figures: watchProcess(),
    })
  } catch (cause) {
    throw notListening(cause, host, port)
  }
}

/** What is configured for calls of one's own would be done to everybody's. */
function refuseForServer({values, origins}: Settings): void {
  if (values.bypass_mode)
    throw misuse(
      'BYPASS_ON_SERVER',
      'bypass_mode is on: the server would let every call of every agent run',
      ['tame config set bypass_mode false', 'tame serve --no-bypass'],
    )
  if (origins.api_url.kind === 'flag')
    throw misuse('USAGE', '--api-url names a server to ask; this is to be one', ['Leave --api-url away'])
}

function refuseOpenToAll({host, tlsCert, isInsecure = false}: ServeOptions): void {
  if (isLoopback(host) || tlsCert !== undefined || isInsecure) return
  throw misuse(
    'PUBLIC_WITHOUT_TLS',
    `${host} can be reached from other machines, and without TLS everybody on the way reads keys and arguments`,
    ['tame serve --tls-cert FILE --tls-key FILE', 'tame serve --host 127.0.0.1', 'tame serve --insecure'],
  )
}

async function refuseWithoutKeys({keys}: EngineTame, {host}: ServeOptions): Promise<void> {
  if (isLoopback(host) || (await keys.list()).some(({revokedAtMs}) => revokedAtMs === null)) return
  throw misuse('PUBLIC_WITHOUT_KEYS', `${host} can be reached from other machines, and there are no keys`, [
    'tame keys create NAME --role agent',
    'tame keys create NAME --role admin',
  ])
}

function tlsFrom({tlsCert, tlsKey}: ServeOptions): ServerOptions['tls'] {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw misuse('USAGE', 'TLS takes both, --tls-cert and --tls-key', [
      'tame serve --tls-cert FILE --tls-key FILE',
    ])
  return {cert: readPem(tlsCert), key: readPem(tlsKey)}
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw misuse('TLS_UNREADABLE', `Can't read ${file}: ${reasonOf(cause)}`, [`ls -l ${file}`], cause)
  }
}

function notListening(cause: unknown, host: string, port: number): unknown {
  const {code = '', message} = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return failed('PORT_TAKEN', `Something listens on ${host} port ${port} already`, cause, [
      `tame serve --port ${port + 1}`,
      `See what it is: lsof -i :${port}`,
    ])
  if (code === 'EACCES')
    return failed('PORT_FORBIDDEN', `The system does not let you listen on port ${port}`, cause, [
      'tame serve --port 8000',
    ])
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code))
    return failed('HOST_UNKNOWN', `This machine has no address ${host}`, cause, [
      'tame serve --host 127.0.0.1',
    ])
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_TLS'))
    return failed('TLS_INVALID', `The certificate and its key can't be used: ${message}`, cause, [
      'Both must be PEM, and belong together',
    ])
  return cause
}

const misuse = (code: string, message: string, suggestions: readonly string[], cause?: unknown): TameError =>
  new TameError(code, message, {suggestions, exitCode: ExitCode.misuse, ...(cause !== undefined && {cause})})

const failed = (code: string, message: string, cause: unknown, suggestions: readonly string[]): TameError =>
  new TameError(code, message, {suggestions, cause, exitCode: ExitCode.failed})
