import {connect} from 'node:net'

/** What a server answers to bytes that no HTTP library would send; the connection is closed by whoever is through first. */
export function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect({port, host: '127.0.0.1'}, () => socket.write(text, 'latin1'))
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

/** The lines of a request that ends its connection. */
export const requestText = (
  line: string,
  headers: readonly string[] = ['Host: 127.0.0.1'],
  body = '',
): string => [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n')

export const statusIn = (answer: string): string => answer.slice(9, 12)
