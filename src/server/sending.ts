import type {ServerResponse} from 'node:http'
import {errorJson} from '../api/error.js'
import {TameError} from '../errors.js'
import type {Soon} from '../model/soon.js'
import type {Answer} from './answer.js'
import {Refusal, statusOf} from './refusal.js'

/** The server's own limit on silence, and those of clients and proxies, are all longer than this. */
const beatEveryMs = 10_000

/** Over when the answer is on its way. Gives the failure that its end tells of, if any. */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  beatMs: number = beatEveryMs,
): Soon<unknown> {
  switch (answer.kind) {
    case 'json':
      return sendText(response, answer.status, 'application/json', JSON.stringify(answer.value))
    case 'text':
      return sendText(response, 200, answer.type, answer.text, answer.headers)
    case 'stream':
      return sendStream(response, answer, beatMs)
    case 'follow':
      return isHead(response)
        ? sendText(response, 200, 'text/event-stream; charset=utf-8', '')
        : answer.follow(response)
  }
}

/** Nothing of a body goes out: who follows would never be told a thing, and what is worked out would be for nobody. */
const isHead = ({req}: ServerResponse): boolean => req.method === 'HEAD'

function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = noHeaders,
): void {
  const length = Buffer.byteLength(text)
  const head = headOf(type, headers)
  head.push('content-length', String(length))
  response.writeHead(status, head)
  // As long in bytes as in characters it is ASCII, and copied without being encoded.
  response.end(text, length === text.length ? 'latin1' : 'utf8')
}

async function sendStream(
  response: ServerResponse,
  {type, chunks, headers = noHeaders}: Extract<Answer, {kind: 'stream'}>,
  beatMs: number,
): Promise<unknown> {
  const iterator = chunks[Symbol.asyncIterator]()
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, headOf(type, headers))
  }
  const beat = setInterval(() => tellItIsThere(response, {type, begin}), beatMs).unref()
  try {
    // What fails before the first of it, and soon, can still be told by the status.
    let next = await iterator.next()
    begin()
    const isOver = (): boolean => next.done === true || response.destroyed || isHead(response)
    for (; !isOver(); next = await iterator.next()) if (!response.write(next.value)) await drained(response)
    response.end()
    return next.done === true ? next.value : undefined
  } catch (error) {
    // Cut, so that what was sent can't be taken for all of it.
    if (response.headersSent) response.destroy()
    throw error
  } finally {
    clearInterval(beat)
    await iterator.return?.()
  }
}

const noHeaders: Readonly<Record<string, string>> = {}

/** Names and values in turn. Put together from objects, they took a tenth of a request. */
function headOf(type: string, headers: Readonly<Record<string, string>>): string[] {
  const head = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff', 'content-type', type]
  for (const name in headers) head.push(name, headers[name] ?? '')
  return head
}

/** What is still worked out sends nothing, and would be taken for dead. A line break says nothing in JSON, nor between lines of it. */
function tellItIsThere(response: ServerResponse, {type, begin}: {type: string; begin(): void}): void {
  if (!type.startsWith('application/json') || response.writableNeedDrain || response.destroyed) return
  begin()
  response.write('\n')
}

/** Waits for the reader. One who never reads is cut off by the server's limit on silence. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

/** An error as its status and a body; on an answer that has begun, the end of the connection. */
export function sendError(response: ServerResponse, error: unknown, isNative: boolean): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = statusOf(error) ?? 500
  const shown = error instanceof TameError ? error : unforeseen()
  const headers = error instanceof Refusal ? error.headers : {}
  sendText(response, status, 'application/json', JSON.stringify(bodyOf(shown, isNative)), headers)
  // What is left of a body is let by, so that its sender gets to reading this; for how long, the server's limits say.
  if (!response.req.complete) response.req.resume()
}

/** What nobody foresaw could hold anything: only the log gets it. */
const unforeseen = (): TameError =>
  new TameError('SERVER_BUG', 'The server failed at this request', {
    suggestions: ['Look at the log of tame serve'],
  })

const bodyOf = (error: TameError, isNative: boolean): object => ({
  detail: detailOf(error),
  ...(isNative && errorJson(error)),
})

/** As clients of the plain wire know them. */
const plainDetails: Readonly<Record<string, string>> = {
  LOG_NOT_FOUND: 'Log entry not found',
  SESSION_NOT_FOUND: 'Session not found',
  SESSION_MISMATCH: 'Session ID mismatch',
}

function detailOf(error: TameError): unknown {
  if (error instanceof Refusal && error.faults !== undefined) return error.faults
  if (error.code === 'INVALID_CALL' || error.code === 'INVALID_RESULT')
    return [{type: 'value_error', loc: ['body'], msg: error.message, input: null}]
  return plainDetails[error.code] ?? error.message
}
