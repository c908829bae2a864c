import type {IncomingMessage, Server} from 'node:http'
import {Server as TlsServer} from 'node:https'
import type {Duplex} from 'node:stream'

export const isForWebSocket = ({headers}: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Whether an answer is under way on a connection of which Node has let go, as it does at any offer of another protocol: nobody
 * would send the rest of it then, and what is sent meanwhile would stand in the middle of it.
 */
export const isAnswering = (socket: Duplex & {readonly _httpMessage?: unknown}): boolean =>
  // Where Node itself keeps it; there is no other way to know without noting each request.
  (socket._httpMessage ?? null) !== null

/**
 * Answers a request that would rather speak another protocol as if it had not said so. Some clients offer HTTP/2 with every
 * first request, and Node gives up a connection at any such offer: here it is taken in again, without the offer.
 */
export function answerAsItIs(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]))
  server.emit(server instanceof TlsServer ? 'secureConnection' : 'connection', socket)
}

function headOf({method, url, httpVersion, rawHeaders}: IncomingMessage): string {
  const lines: string[] = [`${method} ${url} HTTP/${httpVersion}`]
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!offers.has(name.toLowerCase())) lines.push(`${name}: ${value}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Without `upgrade` there is no offer, whatever `connection` still says of it. */
const offers: ReadonlySet<string> = new Set(['upgrade', 'http2-settings'])
