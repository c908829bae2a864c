import type {ServerResponse} from 'node:http'
import {errorJson} from '../api/error.js'
import {TameError} from '../errors.js'
import type {Answer} from './answer.js'
import {Refusal, statusOf} from './refusal.js'

/** Resolves when the answer is on its way. */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case 'json':
      return sendText(response, answer.status, 'application/json', JSON.stringify(answer.value))
    case 'text':
      return sendText(response, 200, answer.type, answer.text, answer.headers)
    case 'stream':
      return sendStream(response, answer)
    case 'follow':
      return answer.follow(response)
  }
}

function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(text)
}

async function sendStream(
  response: ServerResponse,
  {type, chunks, headers = {}}: Extract<Answer, {kind: 'stream'}>,
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  // What fails before the first of it can still be told by the status.
  let next = await iterator.next()
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  try {
    for (; next.done !== true && !response.destroyed; next = await iterator.next())
      if (!response.write(next.value)) await drained(response)
    response.end()
  } catch (error) {
    // Cut, so that what was sent can't be taken for all of it.
    response.destroy()
    throw error
  } finally {
    await iterator.return?.()
  }
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
