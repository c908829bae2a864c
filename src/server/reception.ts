import type {IncomingMessage, ServerResponse} from 'node:http'
import {clientHeader} from '../api/headers.js'
import type {Operation} from '../api/operation.js'
import {type OperationName, operations} from '../api/operations.js'
import {read, unknownKeys} from '../api/reading.js'
import {TameError} from '../errors.js'
import {andThen, type Soon} from '../model/soon.js'
import type {Answer} from './answer.js'
import {type Authentication, refuseUnlessMay} from './authentication.js'
import {readJson} from './body.js'
import {type Caller, keyless} from './caller.js'
import type {Asked, Desk, Handler} from './desk.js'
import {handlers} from './handlers/handlers.js'
import {type HostCheck, isForeignPage, namesTwoHosts} from './host-check.js'
import {errorFor} from './placeless.js'
import type {RateLimit} from './rate-limit.js'
import {askedTooOften, forbidden, malformed, notFound, Refusal, statusOf} from './refusal.js'
import {type Route, routeOf} from './route.js'
import {sendAnswer, sendError} from './sending.js'
import type {ServerLog} from './server-log.js'

export interface ReceptionOptions {
  readonly hosts: HostCheck
  readonly authentication: Authentication
  readonly rateLimit: RateLimit
  readonly monotonicMs: () => number
  readonly log: ServerLog
}

/** Takes requests: finds out what is asked, by whom, whether they may, and has it answered. */
export class Reception {
  constructor(
    private readonly desk: Desk,
    private readonly options: ReceptionOptions,
  ) {}

  /** Never rejects: whatever happens becomes an answer, or a connection that is cut. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = this.options.monotonicMs()
    let operation = 'unknown'
    let caller = keyless
    try {
      this.refuseForeign(request)
      const route = this.routeFor(request)
      operation = route.name
      caller = await this.callerFor(operations[route.name], request)
      const failure = await sendAnswer(response, await this.answerTo(route, request, caller))
      if (failure !== undefined) this.tell(operation, statusOf(failure) ?? 500, failure)
    } catch (thrown) {
      const error = errorFor(caller, thrown)
      const isNative = request.headers[clientHeader] !== undefined
      // What was begun well and could not be ended is a failure too, whatever its status said.
      const isCut = response.headersSent
      sendError(response, error, isNative)
      this.tell(operation, isCut ? 500 : response.statusCode, error)
    }
    const {statusCode} = response
    this.desk.metrics.countRequest(operation, statusCode, (this.options.monotonicMs() - startedMs) / 1000)
  }

  /** Who asks, when they came by a way that they may come by. */
  admit(request: IncomingMessage): Soon<Caller> {
    this.refuseForeign(request)
    return this.identify(request)
  }

  private identify({headers}: IncomingMessage): Soon<Caller> {
    return andThen(this.options.authentication.callerOf(headers), (caller) => this.limited(caller))
  }

  private refuseForeign({headers: {host, origin}, rawHeaders}: IncomingMessage): void {
    if (namesTwoHosts(rawHeaders))
      throw new Refusal(400, 'HOST_AMBIGUOUS', 'There is more than one Host header')
    if (!this.options.hosts.isOwn(host))
      throw new Refusal(421, 'HOST_UNKNOWN', 'This server does not answer to the name in the Host header', {
        suggestions: ['tame serve --name NAME'],
      })
    if (isForeignPage(origin, host)) throw forbidden('Pages from elsewhere may not ask this server')
  }

  private limited(caller: Caller): Caller {
    const seconds = this.options.rateLimit.refusedFor(caller.keyId, this.desk.now())
    if (seconds !== undefined) throw askedTooOften(seconds)
    return caller
  }

  private routeFor({method = 'GET', url = '/'}: IncomingMessage): Route {
    const end = url.indexOf('?')
    const route = routeOf(method === 'HEAD' ? 'GET' : method, end < 0 ? url : url.slice(0, end))
    if (route === undefined) throw notFound('Not Found')
    if ('name' in route) return route
    throw new Refusal(405, 'METHOD_NOT_ALLOWED', 'Method Not Allowed', {headers: {allow: route.join(', ')}})
  }

  private callerFor(operation: Operation, request: IncomingMessage): Soon<Caller> {
    return operation.role === 'anyone' ? keyless : this.identify(request)
  }

  private answerTo(route: Route, request: IncomingMessage, caller: Caller): Soon<Answer> {
    refuseUnlessMay(caller, operations[route.name])
    return andThen(askedIn(route, request, caller), (asked) =>
      // The row and the handler have the same name, so that what the one's schemas read is what the other takes.
      (handlers[route.name] as Handler<OperationName>)(asked, this.desk),
    )
  }

  /** What nobody foresaw is told to whoever runs the server, and to nobody else. */
  private tell(operation: string, status: number, error: unknown): void {
    if (status < 500) return
    const {code, cause} = error as {code?: unknown; cause?: unknown}
    const known = cause instanceof TameError ? cause : error
    this.options.log('error', 'request failed', {
      operation,
      status,
      code: typeof code === 'string' ? code : 'BUG',
      // What agents are not told.
      ...(known instanceof TameError && {message: known.message}),
      ...(typeof code !== 'string' && error instanceof Error && {stack: framesOf(error)}),
    })
  }
}

/** Where it happened. What it says could hold an argument. */
const framesOf = ({name, stack = ''}: Error): string =>
  [name, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n')

function askedIn(
  {name, params}: Route,
  request: IncomingMessage,
  caller: Caller,
): Soon<Asked<OperationName>> {
  const operation: Operation = operations[name]
  const {headers} = request
  const isNative = headers[clientHeader] !== undefined
  const query = queryIn(operation, request.url ?? '', isNative) as never
  return andThen(bodyIn(operation, request, isNative), (body) => ({
    // The route has no name that it was not found by.
    param: (name) => params[name] ?? '',
    query,
    body: body as never,
    caller,
    isNative,
    userAgent: headers['user-agent'] ?? '',
    lastEventId: headers['last-event-id']?.toString(),
    isGone: () => request.socket.destroyed,
  }))
}

function queryIn({query}: Operation, url: string, isNative: boolean): unknown {
  const at = url.indexOf('?')
  if (query === undefined && at < 0) return undefined
  const given = Object.fromEntries(new URLSearchParams(at < 0 ? '' : url.slice(at + 1)))
  const unknown = isNative ? unknownKeys(given, query) : []
  if (unknown.length > 0) throw malformed(unknown)
  return query && valueIn(read(query, given, 'query'))
}

function bodyIn(
  {body, plainBody = body, bodyAtOnce}: Operation,
  request: IncomingMessage,
  isNative: boolean,
): Soon<unknown> {
  const schema = isNative ? body : plainBody
  if (schema === undefined) return undefined
  return andThen(
    readJson(request),
    (json) => bodyAtOnce?.(json, isNative) ?? valueIn(read(schema, json, 'body')),
  )
}

function valueIn(reading: ReturnType<typeof read>): unknown {
  if ('faults' in reading) throw malformed(reading.faults)
  return reading.value
}
