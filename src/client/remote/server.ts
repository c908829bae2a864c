import type {Dispatcher, Pool as UndiciPool} from 'undici'
import request from 'undici/lib/api/api-request.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import type {AnswerOf, JsonOperationName, LinesOperationName} from '../../api/answer-of.js'
import {clientHeader} from '../../api/headers.js'
import type {Operation} from '../../api/operation.js'
import {operations} from '../../api/operations.js'
import {filledPath, queryText} from '../../api/path.js'
import {ExitCode, TameError} from '../../errors.js'
import type {Address} from './address.js'
import {readAnswer, readItems} from './answer.js'
import {type Attempt, retrying} from './retry.js'
import type {Timing} from './timing.js'
import {brokenOff, interrupted, isNoText, notTame, refused, type Trouble} from './trouble.js'

export interface ServerSettings {
  readonly address: Address
  /** This client's version: by naming one, it says that it takes everything as this API tells it. */
  readonly version: string
  /** How long a question may take, with all its attempts. */
  readonly timeoutMs: number
  readonly retries: number
  readonly timing: Timing
  /** Aborted when nobody waits for an answer any more. */
  readonly signal?: AbortSignal
}

/** What is said with a request. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  /** That the answer may be kept back for long: it takes no other question's place, and is given up when this is closed. */
  readonly isPatient?: boolean
}

const mostConnections = 64
const mostAnswerBytes = 64 * 1024 * 1024

/** A server, with the connections to it that are open. Sends nothing anywhere else: it follows no redirect. */
export class Server {
  readonly #settings: ServerSettings
  readonly #questions: UndiciPool
  /** Apart, so that those who wait for something to happen don't keep a question waiting. */
  readonly #streams: UndiciPool
  /** What is under way; a closing waits for it. */
  readonly #asking = new Set<Promise<unknown>>()
  readonly #open = new AbortController()
  #closing: Promise<void> | undefined

  constructor(settings: ServerSettings) {
    const {address, timeoutMs} = settings
    this.#settings = settings
    const options = {connectTimeout: timeoutMs, headersTimeout: timeoutMs, bodyTimeout: timeoutMs}
    this.#questions = new Pool(address.origin, {
      ...options,
      connections: mostConnections,
      maxResponseSize: mostAnswerBytes,
    })
    this.#streams = new Pool(address.origin, options)
  }

  get shown(): string {
    return this.#settings.address.shown
  }

  get isClosed(): boolean {
    return this.#open.signal.aborted
  }

  get timeoutMs(): number {
    return this.#settings.timeoutMs
  }

  get timing(): Timing {
    return this.#settings.timing
  }

  /** Asks until there is an answer, or no time. What is asked twice is done once. */
  ask<Name extends JsonOperationName>(name: Name, asked: Asked = {}): Promise<AnswerOf<Name>> {
    return this.#underWay(this.#answer(name, asked, this.#settings.retries))
  }

  /** Asks one time, where asking again would do something else. */
  askOnce<Name extends JsonOperationName>(name: Name, asked: Asked = {}): Promise<AnswerOf<Name>> {
    return this.#underWay(this.#answer(name, asked, 0))
  }

  /** The items of an answer as they come; then what its end tells. */
  async *items<Name extends LinesOperationName>(
    name: Name,
    asked: Asked = {},
  ): AsyncGenerator<AnswerOf<Name>, unknown> {
    const operation = operations[name]
    const chunks = await this.follow(operation, asked)
    return yield* readItems(chunks, operation.answer, this.shown) as AsyncGenerator<AnswerOf<Name>, unknown>
  }

  /** The bytes of an answer as they come, once there is one. */
  async follow(
    operation: Operation,
    asked: Asked,
    options: {signal?: AbortSignal | undefined; bodyTimeoutMs?: number; retries?: number | undefined} = {},
  ): Promise<AsyncIterable<Uint8Array>> {
    const {timing, timeoutMs} = this.#settings
    const {retries = this.#settings.retries} = options
    const message = this.#message(operation, asked)
    const signal = anyOf(this.#open.signal, options.signal, this.#settings.signal)
    const bodyTimeout = options.bodyTimeoutMs ?? timeoutMs
    return retrying(
      () => this.#begin({...message, signal, bodyTimeout}),
      {retries, deadlineMs: timing.nowMs() + timeoutMs},
      timing,
    )
  }

  async #answer<Name extends JsonOperationName>(
    name: Name,
    asked: Asked,
    retries: number,
  ): Promise<AnswerOf<Name>> {
    const operation: Operation & {readonly answer: NonNullable<Operation['answer']>} = operations[name]
    const {timing, timeoutMs} = this.#settings
    const deadlineMs = timing.nowMs() + timeoutMs
    const message = this.#message(operation, asked)
    const text = await retrying(
      () => this.#attempt(message, deadlineMs - timing.nowMs(), asked.isPatient),
      {retries, deadlineMs},
      timing,
    )
    return readAnswer(text, operation.answer, this.shown) as AnswerOf<Name>
  }

  /** Lets the questions under way end; whoever follows is cut off. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown()
    return this.#closing
  }

  async #shutDown(): Promise<void> {
    this.#open.abort()
    await Promise.allSettled(this.#asking)
    await Promise.all([this.#questions.close(), this.#streams.destroy()])
  }

  #underWay<Answer>(asking: Promise<Answer>): Promise<Answer> {
    this.#asking.add(asking)
    const end = (): boolean => this.#asking.delete(asking)
    asking.then(end, end)
    return asking
  }

  #message({method, path}: Operation, {params, query, body}: Asked): Dispatcher.RequestOptions {
    if (this.isClosed) throw new TameError('CLOSED', 'This tame was closed: it decides nothing any more')
    const {address, version} = this.#settings
    return {
      method,
      path: address.prefix + pathOf(path, params) + queryText(query),
      headers: {
        [clientHeader]: version,
        ...(address.authorization !== null && {authorization: address.authorization}),
        ...(body !== undefined && {'content-type': 'application/json'}),
      },
      ...(body !== undefined && {body: JSON.stringify(body)}),
    }
  }

  async #attempt(
    message: Dispatcher.RequestOptions,
    leftMs: number,
    isPatient = false,
  ): Promise<Attempt<string>> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new DOMException('Too late', 'TimeoutError')), leftMs)
    try {
      const {statusCode, headers, body} = await request.call(isPatient ? this.#streams : this.#questions, {
        ...message,
        signal: anyOf(late.signal, this.#settings.signal, isPatient ? this.#open.signal : undefined),
      })
      const bytes = await body.arrayBuffer()
      if (statusCode !== 200) return this.#refused(statusCode, headers, bytes)
      return {value: utf8.decode(bytes)}
    } catch (error) {
      return this.#failed(error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #begin(message: Dispatcher.RequestOptions): Promise<Attempt<AsyncIterable<Uint8Array>>> {
    try {
      const {statusCode, headers, body} = await request.call(this.#streams, message)
      return statusCode === 200
        ? {value: body}
        : this.#refused(statusCode, headers, await this.#beginningOf(body))
    } catch (error) {
      return this.#failed(error)
    }
  }

  /** Of an answer that may have no end, as much as a refusal can hold, and within the time of a question. */
  async #beginningOf(body: Dispatcher.ResponseData['body']): Promise<Uint8Array> {
    const late = (): unknown => body.destroy(new DOMException('Too late', 'TimeoutError'))
    const timer = setTimeout(late, this.#settings.timeoutMs)
    try {
      return await beginningOf(body)
    } finally {
      clearTimeout(timer)
    }
  }

  #refused(
    status: number,
    headers: Dispatcher.ResponseData['headers'],
    bytes: ArrayBuffer | Uint8Array,
  ): Trouble {
    const retryAfter = [headers['retry-after']].flat()[0]
    return refused(status, retryAfter, new TextDecoder().decode(bytes), this.shown)
  }

  #failed(error: unknown): Trouble {
    const {timeoutMs, signal} = this.#settings
    if (signal?.aborted || error === this.#open.signal.reason)
      return {error: interrupted(this.shown, error), again: false, afterMs: null}
    // Well sent and wrong: it would be so again.
    if (isNoText(error))
      return {error: notTame(this.shown, 'it sends no UTF-8', error), again: false, afterMs: null}
    return brokenOff(error, this.shown, timeoutMs)
  }
}

const anyOf = (...signals: readonly (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((signal) => signal !== undefined))

const utf8 = new TextDecoder('utf-8', {fatal: true})

const mostRefusalBytes = 1024 * 1024

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostRefusalBytes) break
  }
  return Buffer.concat(chunks)
}

/** An id that would lead to another path is none of ours: nothing is kept under it. */
function pathOf(path: string, params: Asked['params']): string {
  try {
    return filledPath(path, params)
  } catch (cause) {
    const ids = Object.values(params ?? {}).map((id) => JSON.stringify(id))
    throw new TameError('NOT_FOUND', `Nothing can be kept under ${ids.join(', ')}`, {
      cause,
      suggestions: ['tame logs'],
      exitCode: ExitCode.misuse,
    })
  }
}
