import type {Dispatcher, Pool as UndiciPool} from 'undici'
import request from 'undici/lib/api/api-request.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import {clientHeader} from '../../api/headers.js'
import type {Operation} from '../../api/operation.js'
import {filledPath, queryText} from '../../api/path.js'
import type {Address} from './address.js'
import {type Attempt, retrying} from './retry.js'
import type {Timing} from './timing.js'
import {brokenOff, notTame, refused, type Trouble} from './trouble.js'

export interface ServerSettings {
  readonly address: Address
  /** This client's version: by naming one, it says that it takes everything as this API tells it. */
  readonly version: string
  /** How long a question may take, with all its attempts. */
  readonly timeoutMs: number
  readonly retries: number
  readonly timing: Timing
}

/** What is said with a request. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

const mostConnections = 64
const mostAnswerBytes = 64 * 1024 * 1024

/** A server, with the connections to it that are open. Sends nothing anywhere else: it follows no redirect. */
export class Server {
  readonly #settings: ServerSettings
  readonly #questions: UndiciPool
  /** Apart, so that those who follow the events don't keep a question waiting. */
  readonly #streams: UndiciPool
  readonly #open = new AbortController()

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

  get timing(): Timing {
    return this.#settings.timing
  }

  /** The text of a whole answer. `isRepeatable`: asked twice, it does what it does once. */
  async ask(operation: Operation, asked: Asked, isRepeatable: boolean): Promise<string> {
    const {timing, timeoutMs, retries} = this.#settings
    const deadlineMs = timing.nowMs() + timeoutMs
    const message = this.#message(operation, asked)
    return retrying(
      () => this.#attempt(message, deadlineMs - timing.nowMs()),
      {retries: isRepeatable ? retries : 0, deadlineMs},
      timing,
    )
  }

  /** The bytes of an answer as they come, once there is one. */
  async follow(
    operation: Operation,
    asked: Asked,
    options: {signal?: AbortSignal | undefined; bodyTimeoutMs?: number} = {},
  ): Promise<AsyncIterable<Uint8Array>> {
    const {timing, timeoutMs, retries} = this.#settings
    const message = this.#message(operation, asked)
    const signals = [this.#open.signal, ...(options.signal === undefined ? [] : [options.signal])]
    const signal = AbortSignal.any(signals)
    const bodyTimeout = options.bodyTimeoutMs ?? timeoutMs
    return retrying(
      () => this.#begin({...message, signal, bodyTimeout}),
      {retries, deadlineMs: timing.nowMs() + timeoutMs},
      timing,
    )
  }

  /** Lets the questions under way end; whoever follows is cut off. */
  async close(): Promise<void> {
    this.#open.abort()
    await Promise.all([this.#questions.close(), this.#streams.destroy()])
  }

  #message({method, path}: Operation, {params, query, body}: Asked): Dispatcher.RequestOptions {
    const {address, version} = this.#settings
    return {
      method,
      path: address.prefix + filledPath(path, params) + queryText(query),
      headers: {
        [clientHeader]: version,
        ...(address.authorization !== null && {authorization: address.authorization}),
        ...(body !== undefined && {'content-type': 'application/json'}),
      },
      ...(body !== undefined && {body: JSON.stringify(body)}),
    }
  }

  async #attempt(message: Dispatcher.RequestOptions, leftMs: number): Promise<Attempt<string>> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new DOMException('Too late', 'TimeoutError')), leftMs)
    try {
      const {statusCode, headers, body} = await request.call(this.#questions, {
        ...message,
        signal: late.signal,
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
      return statusCode === 200 ? {value: body} : this.#refused(statusCode, headers, await body.arrayBuffer())
    } catch (error) {
      return this.#failed(error)
    }
  }

  #refused(status: number, headers: Dispatcher.ResponseData['headers'], bytes: ArrayBuffer): Trouble {
    const retryAfter = [headers['retry-after']].flat()[0]
    return refused(status, retryAfter, new TextDecoder().decode(bytes), this.shown)
  }

  #failed(error: unknown): Trouble {
    const {timeoutMs} = this.#settings
    // Well sent and wrong: it would be so again.
    if (error instanceof TypeError)
      return {error: notTame(this.shown, 'it sends no UTF-8', error), again: false, afterMs: null}
    return brokenOff(error, this.shown, timeoutMs)
  }
}

const utf8 = new TextDecoder('utf-8', {fatal: true})
