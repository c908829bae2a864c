import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {onTestFinished} from 'vitest'

/** What a request said. */
interface Request {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface RoughServer {
  readonly url: string
  readonly port: number
  readonly requests: readonly Request[]
}

type Reply = (response: ServerResponse, request: Request, attempt: number) => void

/** A server that answers as it is told, which need not be as it should. The last reply is given from then on. */
export async function openRoughServer(...replies: Reply[]): Promise<RoughServer> {
  const requests: Request[] = []
  const server = createServer((message, response) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      const {method = '', url = '', headers} = message
      const request = {method, path: url, headers, body: Buffer.concat(chunks).toString()}
      const attempt = requests.push(request) - 1
      replies[Math.min(attempt, replies.length - 1)]?.(response, request, attempt)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const {port} = server.address() as AddressInfo
  return {url: `http://127.0.0.1:${port}`, port, requests}
}

export const replyJson =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, {'content-type': 'application/json', ...headers})
    response.end(JSON.stringify(value))
  }

export const replyText =
  (text: string | Uint8Array, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers)
    response.end(text)
  }

/** Sends something, and then ends the connection before what was announced. */
export const replyCut =
  (text: string): Reply =>
  (response) => {
    response.writeHead(200, {'content-length': String(text.length + 100)})
    response.write(text, () => response.destroy())
  }

export const hangUp: Reply = (response) => void response.destroy()

export const saysNothing: Reply = () => {}
