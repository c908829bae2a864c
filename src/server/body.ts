import {isUtf8} from 'node:buffer'
import type {IncomingMessage} from 'node:http'
import {mostBodyBytes} from '../api/headers.js'
import type {Soon} from '../model/soon.js'
import {Refusal} from './refusal.js'

/** The JSON in a request's body. */
export function readJson(request: IncomingMessage): Soon<unknown> {
  // Without this a page from elsewhere could post here: a browser asks before it sends JSON, and is refused.
  if (!isJson(request.headers['content-type']))
    throw new Refusal(415, 'NOT_JSON', 'The body must be JSON: Content-Type: application/json')
  const {'content-encoding': encoding = 'identity'} = request.headers
  if (encoding.toLowerCase() !== 'identity')
    throw new Refusal(415, 'ENCODED', 'The body must come as it is, without a Content-Encoding')
  const bytes = arrived(request)
  return bytes === null ? readBytes(request).then(parsed) : parsed(bytes)
}

const isJson = (type = ''): boolean =>
  type === 'application/json' || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)

function parsed(bytes: Buffer): unknown {
  try {
    // Bytes that are no UTF-8 would be read as other characters than a policy was written for.
    if (!isUtf8(bytes)) throw new TypeError('no UTF-8')
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new Refusal(422, 'INVALID_JSON', 'The body is not JSON', {
      faults: [{type: 'json_invalid', loc: ['body', placeOf(error)], msg: 'JSON decode error', input: {}}],
    })
  }
}

const placeOf = (error: unknown): number =>
  Number(/position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0)

/** A body that came in one packet with its head. To wait for its events takes longer than to parse it. */
function arrived(request: IncomingMessage): Buffer | null {
  const {readableLength} = request
  if (readableLength > mostBodyBytes || readableLength !== Number(request.headers['content-length']))
    return null
  return request.read() as Buffer | null
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes) throw tooLarge()
  const bytes = await new Promise<Buffer | undefined>((resolve) => collect(request, resolve))
  if (bytes === undefined) throw cut()
  if (bytes.length > mostBodyBytes) throw tooLarge()
  return bytes
}

/** Gives the bytes when all are there, or more of them than may be; nothing when they end too early. */
function collect(request: IncomingMessage, give: (bytes: Buffer | undefined) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    // What comes after is let by, and not kept.
    if (size > mostBodyBytes) return
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBodyBytes) give(Buffer.concat(chunks))
  })
  request.on('end', () => give(Buffer.concat(chunks)))
  request.on('error', () => give(undefined))
  request.on('close', () => give(undefined))
}

const tooLarge = (): Refusal =>
  new Refusal(413, 'BODY_TOO_LARGE', 'The body is larger than 1 MiB', {headers: {connection: 'close'}})

const cut = (): Refusal => new Refusal(400, 'BODY_CUT', 'The body ended too early')
