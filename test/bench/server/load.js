// A client that costs as little as possible: bytes made beforehand, and of an answer only what ends it is looked at.
import {connect} from 'node:net'

function requestBytes(port, {method = 'POST', path, body}) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`]),
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}

/** Asks until the time is over, or so many were asked, on so many connections at once. Milliseconds of each. */
export async function load({
  port,
  request,
  concurrency,
  ms = Number.POSITIVE_INFINITY,
  count = Number.POSITIVE_INFINITY,
}) {
  const bytes = requestBytes(port, request)
  const latencies = []
  const start = performance.now()
  let left = count
  const more = () => left-- > 0 && performance.now() - start < ms
  await Promise.all(Array.from({length: concurrency}, () => one({port, bytes, more, latencies})))
  return {latencies, elapsedMs: performance.now() - start}
}

function one({port, bytes, more, latencies}) {
  return new Promise((resolve, reject) => {
    const socket = connect({port, host: '127.0.0.1', noDelay: true})
    let sentMs = 0
    let received = ''
    const ask = () => {
      if (!more()) return socket.end()
      sentMs = performance.now()
      socket.write(bytes)
    }
    socket.on('connect', ask)
    socket.on('data', (chunk) => {
      received += chunk.latin1Slice()
      const end = endOf(received)
      if (end < 0 || received.length < end) return
      if (!received.startsWith('HTTP/1.1 200')) return reject(new Error(received.slice(0, 300)))
      received = ''
      latencies.push(performance.now() - sentMs)
      ask()
    })
    socket.on('close', resolve)
    socket.on('error', reject)
  })
}

/** Where the answer is over; -1 while its head is not there. */
function endOf(text) {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return -1
  return head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
}
