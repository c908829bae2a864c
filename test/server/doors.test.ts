import {readFileSync} from 'node:fs'
import {connect} from 'node:net'
import path from 'node:path'
import {connect as connectTls} from 'node:tls'
import {describe, expect, test} from 'vitest'
import {rawRequest, requestText, statusIn} from '../helpers/raw-request.js'
import {openServerPlace} from '../helpers/server-place.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

const asked = (place: {server: {port: number}}, line: string, headers?: readonly string[], body?: string) =>
  rawRequest(place.server.port, requestText(line, headers, body))

const webSocket = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

describe('the name a server is asked by', () => {
  test.each([
    ['127.0.0.1', '200'],
    ['127.0.0.1:8000', '200'],
    ['localhost', '200'],
    ['LOCALHOST.:80', '200'],
    ['[::1]:8000', '200'],
    ['192.168.0.7', '200'],
    ['tame.internal', '200'],
    ['evil.example', '421'],
    ['localhost.evil.example', '421'],
    ['127.0.0.1.evil.example', '421'],
    ['evil.example:8000', '421'],
    ['localhost evil', '421'],
    ['localhost@evil.example', '421'],
    ['', '421'],
  ])('%j is answered with %s', async (host, status) => {
    const place = await openServerPlace(policy, {names: ['tame.internal']})
    for (const path of ['/health', '/api/v1/sessions'])
      expect(statusIn(await asked(place, `GET ${path}`, [`Host: ${host}`]))).toBe(status)
  })

  test('must be there', async () => {
    expect(statusIn(await asked(await openServerPlace(policy), 'GET /health', []))).toBe('400')
  })

  test.each([
    ['GET /health', ['Host: 127.0.0.1', 'HOST: 127.0.0.1']],
    ['GET /nope', ['Host: 127.0.0.1', 'host: evil.example']],
    ['PUT /health', ['Host: evil.example', 'Host: 127.0.0.1']],
    ['GET /api/v1/sessions', ['Host: 127.0.0.1', 'X-Host: a', 'Host:']],
  ])('can’t be two: %s with %j', async (line, headers) => {
    expect(statusIn(await asked(await openServerPlace(policy), line, headers))).toBe('400')
  })

  test('can’t be two for a WebSocket either', async () => {
    const upgrade = ['Host: 127.0.0.1', 'Host: localhost', ...webSocket]
    const request = `GET /ws/s HTTP/1.1\r\n${upgrade.join('\r\n')}\r\n\r\n`
    expect(statusIn(await rawRequest((await openServerPlace(policy)).server.port, request))).toBe('400')
  })

  test('of another page is not answered', async () => {
    const place = await openServerPlace(policy)
    const {url} = place.server
    expect((await place.ask('GET /health', {headers: {origin: 'http://evil.example'}})).status).toBe(403)
    expect((await place.ask('GET /health', {headers: {origin: 'null'}})).status).toBe(403)
    expect((await place.ask('GET /health', {headers: {origin: url}})).status).toBe(200)
  })

  test('gets no leave to read answers elsewhere', async () => {
    const place = await openServerPlace(policy)
    const {status, headers} = await place.ask('OPTIONS /api/v1/enforce', {
      headers: {origin: place.server.url, 'access-control-request-method': 'POST'},
    })
    expect([status, [...headers.keys()].filter((name) => name.startsWith('access-control'))]).toEqual([
      405,
      [],
    ])
  })
})

describe('a path', () => {
  test.each([
    '/api/v1/keys/',
    '/api/v1/keys?x=/health',
    '/api/v1/sessions/../keys',
    '/api/v1/sessions/%2e%2e/keys',
    '/health/../api/v1/keys',
    '/health/%2e%2e/api/v1/keys',
    '//api/v1/keys',
    '/api/v1//keys',
    '/api/v1/./keys',
    '/API/v1/KEYS',
    '/api/v1/keys;x=1',
    '/api/v1/keys%00',
    '/api/v1/keys%2f',
    '/health%3f/api/v1/keys',
    '\\api\\v1\\keys',
    'http://127.0.0.1/api/v1/keys',
  ])('%s shows no keys to an agent', async (path) => {
    const place = await openServerPlace(policy)
    const key = await place.key('agent')
    const answer = await asked(place, `GET ${path}`, ['Host: 127.0.0.1', `Authorization: Bearer ${key}`])
    expect(['400', '403', '404']).toContain(statusIn(answer))
    expect(answer).not.toContain('created_at')
  })

  test('that is no UTF-8 is none', async () => {
    expect((await (await openServerPlace(policy)).ask('GET /api/v1/sessions/%ff')).status).toBe(404)
  })

  test('holds a session whatever its name is, and puts nothing of it into the head of the answer', async () => {
    const place = await openServerPlace(policy)
    const session = 'a/b?c=%2f\r\nSet-Cookie: x=1 ü'
    const body = {tool_name: 't', tool_args: {}, session_id: session}
    expect((await place.ask('POST /api/v1/enforce', {body})).status).toBe(200)
    const path = `/api/v1/sessions/${encodeURIComponent(session)}/summary`
    const {json, headers} = await place.ask(`GET ${path}`)
    expect(json).toMatchObject({session_id: session, total_calls: 1})
    expect(headers.get('set-cookie')).toBeNull()
  })
})

describe('a body', () => {
  const head = (length: string): readonly string[] => [
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    length,
  ]
  const mebibyte = 1024 * 1024

  test('of more than 1 MiB is refused before it is read', async () => {
    const answer = await asked(
      await openServerPlace(policy),
      'POST /api/v1/enforce',
      head(`Content-Length: ${mebibyte + 1}`),
      'x'.repeat(mebibyte + 1),
    )
    expect(statusIn(answer)).toBe('413')
  })

  test('of more than 1 MiB in pieces is refused too', async () => {
    const piece = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`
    const answer = await asked(
      await openServerPlace(policy),
      'POST /api/v1/enforce',
      head('Transfer-Encoding: chunked'),
      `${piece.repeat(20)}0\r\n\r\n`,
    )
    expect(statusIn(answer)).toBe('413')
  })

  test.each([
    ['no JSON', '{"tool_name": "t",', 422],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1'), 422],
    ['an array', '[]', 422],
    ['nothing', '', 422],
    ['half a character in a name', '{"tool_name": "\\ud800", "tool_args": {}}', 422],
    ['half a character in an argument', '{"tool_name": "t", "tool_args": {"a": "\\udfff"}}', 422],
    ['a number that is none', '{"tool_name": "t", "tool_args": {"a": 1e999}}', 422],
    ['no name', '{"tool_name": "", "tool_args": {}}', 422],
  ])('that is %s is refused', async (_, body, status) => {
    const place = await openServerPlace(policy)
    const answer = await asked(
      place,
      'POST /api/v1/enforce',
      head(`Content-Length: ${Buffer.byteLength(body, 'latin1')}`),
      body,
    )
    expect(Number(statusIn(answer))).toBe(status)
    expect(place.logged).toEqual([])
  })

  test('as deep as it can be is answered, and the server goes on', async () => {
    const place = await openServerPlace(policy)
    const args = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
    const {status} = await place.ask('POST /api/v1/enforce', {body: `{"tool_name":"t","tool_args":${args}}`})
    expect(status).toBe(422)
    expect((await place.ask('GET /health')).status).toBe(200)
  })

  test('must say that it is JSON, which a page from elsewhere can not', async () => {
    const place = await openServerPlace(policy)
    const body = JSON.stringify({tool_name: 't', tool_args: {}})
    const answered = await place.ask('POST /api/v1/enforce', {body, headers: {'content-type': 'text/plain'}})
    expect(answered.status).toBe(415)
  })

  test('must come as it is: what is packed would be read as something else', async () => {
    const place = await openServerPlace(policy)
    const body = JSON.stringify({tool_name: 't', tool_args: {}})
    const statusOf = async (encoding: string): Promise<number> =>
      (await place.ask('POST /api/v1/enforce', {body, headers: {'content-encoding': encoding}})).status
    expect([await statusOf('gzip'), await statusOf('Identity')]).toEqual([415, 200])
  })

  test('keeps arguments that are named as what every object has', async () => {
    const text =
      'version: "1.0"\nrules: [{name: proto, tools: [t], condition: \'"__proto__" in tool_args\', action: deny}, {name: all, action: allow}]\n'
    const place = await openServerPlace(text)
    const body = '{"tool_name": "t", "tool_args": {"__proto__": {"admin": true}, "constructor": 1}}'
    expect((await place.ask('POST /api/v1/enforce', {body})).json).toMatchObject({
      decision: 'deny',
      rule_name: 'proto',
    })
  })
})

describe('a body is read whole,', () => {
  const headers = (...more: readonly string[]): string =>
    ['Host: 127.0.0.1', 'Content-Type: application/json', ...more].join('\r\n')
  const text = JSON.stringify({tool_name: 'a', tool_args: {é: 'ü'}})
  const length = Buffer.byteLength(text)
  const request = (...more: readonly string[]): string =>
    `POST /api/v1/enforce HTTP/1.1\r\n${headers(...more)}\r\n\r\n`
  const whole = `${request(`Content-Length: ${length}`)}${text}`
  const chunked = `${length.toString(16)}\r\n${text}\r\n0\r\n\r\n`

  test.each<[string, readonly string[], number]>([
    ['in one packet with its head', [whole], 1],
    ['after its head', [request(`Content-Length: ${length}`), text], 1],
    ['in pieces', [whole.slice(0, -20), whole.slice(-20, -3), whole.slice(-3)], 1],
    ['with the next request behind it', [whole + whole + whole], 3],
    ['with the half of the next behind it', [whole + whole.slice(0, -20), whole.slice(-20)], 2],
    ['without a length', [request('Transfer-Encoding: chunked') + chunked], 1],
    ['without a length, after its head', [request('Transfer-Encoding: chunked'), chunked], 1],
  ])('%s', async (_, packets, count) => {
    const place = await openServerPlace(policy)
    const answers = await answersTo(place.server.port, packets, count)
    expect(answers.match(/HTTP\/1\.1 \d+|"decision":"\w+"/g)).toEqual(
      Array.from({length: count}, () => ['HTTP/1.1 200', '"decision":"allow"']).flat(),
    )
  })

  test('and one that is empty is none', async () => {
    const place = await openServerPlace(policy)
    const answer = await answersTo(place.server.port, [request('Content-Length: 0')], 1)
    expect(statusIn(answer)).toBe('422')
  })

  /** Sends packets each by itself, a turn of both event loops apart, and reads so many answers. */
  function answersTo(port: number, packets: readonly string[], count: number): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect({port, host: '127.0.0.1', noDelay: true})
      const sendFrom = (at: number): void => {
        const packet = packets[at]
        if (packet !== undefined)
          socket.write(packet, () => setImmediate(() => setImmediate(sendFrom, at + 1)))
      }
      socket.on('connect', () => sendFrom(0))
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        answer += chunk.toString()
        if ((answer.match(/\r\n\r\n\{.*?\}(?=HTTP|$)/gs)?.length ?? 0) < count) return
        socket.destroy()
        resolve(answer)
      })
    })
  }
})

describe('one who takes their time', () => {
  const slow = {timeouts: {headersMs: 200, requestMs: 400, stopMs: 100}}

  const closed = (port: number, text: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = ''
      const socket = connect({port, host: '127.0.0.1'}, () => socket.write(text))
      // A byte now and then, for ever.
      const dribble = setInterval(() => socket.write('x'), 20)
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1')
      })
      socket.on('error', () => {})
      socket.on('close', () => {
        clearInterval(dribble)
        resolve(answer)
      })
    })

  test('over the head of a request is not waited for', async () => {
    const {server} = await openServerPlace(policy, slow)
    expect(await closed(server.port, 'GET /health HTTP/1.1\r\nX-Slow: ')).toMatch(/^(HTTP\/1.1 408|$)/)
  })

  test('over its body is not waited for', async () => {
    const {server} = await openServerPlace(policy, slow)
    const head = requestText('POST /api/v1/enforce', [
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      'Content-Length: 100000',
    ])
    expect(await closed(server.port, head)).toMatch(/^(HTTP\/1.1 4\d\d|$)/)
  })

  test('over nothing at all is not waited for', async () => {
    const {server} = await openServerPlace(policy, {timeouts: {silenceMs: 200, stopMs: 100}})
    expect(await rawRequest(server.port, '')).toBe('')
  })
})

test('a head of many kilobytes is refused', async () => {
  const place = await openServerPlace(policy)
  const answer = await asked(place, 'GET /health', ['Host: 127.0.0.1', `X: ${'x'.repeat(20_000)}`])
  expect(statusIn(answer)).toBe('431')
})

test('more connections than are taken do not reach it', async () => {
  const {server} = await openServerPlace(policy, {mostConnections: 2})
  const open = () =>
    new Promise<{isOpen: boolean; end(): void}>((resolve) => {
      const socket = connect({port: server.port, host: '127.0.0.1'}, () =>
        socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      )
      const tell = (isOpen: boolean) => () => resolve({isOpen, end: () => socket.destroy()})
      socket.on('data', tell(true))
      socket.on('close', tell(false))
      socket.on('error', tell(false))
    })
  const first = [await open(), await open()]
  const third = await open()
  expect([...first, third].map(({isOpen}) => isOpen)).toEqual([true, true, false])
  for (const each of first) each.end()
})

describe('one who offers another protocol', () => {
  const offer = (line: string, body = ''): string =>
    requestText(line, ['Host: 127.0.0.1', ...offering, `Content-Length: ${body.length}`], body).replace(
      'Connection: close',
      'Connection: Upgrade, HTTP2-Settings, close',
    )
  const offering = [
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA',
    'Content-Type: application/json',
  ]

  test('is answered in this one', async () => {
    const {server} = await openServerPlace(policy)
    const body = '{"tool_name": "read", "tool_args": {}}'
    const asked = await rawRequest(server.port, offer('POST /api/v1/enforce', body))
    expect([statusIn(asked), asked.includes('"decision":"')]).toEqual(['200', true])
    expect(statusIn(await rawRequest(server.port, offer('GET /health')))).toBe('200')
  })

  test('is answered with TLS too', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) =>
      readFileSync(path.join(import.meta.dirname, '../fixtures/tls', name), 'utf8'),
    ) as [string, string]
    const {server} = await openServerPlace(policy, {tls: {cert, key}})
    const socket = connectTls({port: server.port, host: '127.0.0.1', rejectUnauthorized: false})
    socket.write(offer('GET /health'))
    expect(statusIn(String(await new Promise((resolve) => socket.once('data', resolve))))).toBe('200')
    socket.destroy()
  })

  test.each(['h2c', 'websocket'])(
    'before it was answered what it asked before loses the connection: %s',
    async (name) => {
      const {server, key} = await openServerPlace(policy)
      const first = ['Host: 127.0.0.1', `Authorization: Bearer ${await key('approver')}`]
      const second = ['Host: 127.0.0.1', `Upgrade: ${name}`, ...webSocket.slice(1)]
      const lines = ['GET /api/v1/events HTTP/1.1', ...first, '', 'GET /ws/s HTTP/1.1', ...second, '', '']
      expect(await rawRequest(server.port, lines.join('\r\n'))).not.toContain('HTTP/1.1 101')
    },
  )

  test.each(['/nope', '/ws/s', '//['])(
    'and never goes, at %s, keeps no connection and no stop',
    async (at) => {
      const {server, key} = await openServerPlace(policy)
      await key('agent')
      const socket = connect({port: server.port, host: '127.0.0.1', allowHalfOpen: true})
      socket.write(
        `GET ${at} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      )
      const answer = await new Promise((resolve) => socket.once('data', resolve))
      expect(String(answer)).toMatch(/^HTTP\/1.1 40[14] /)
      await server.stop()
      socket.destroy()
    },
  )
})

describe('a key of the query that nobody knows', () => {
  const native = {'tame-client': '1.2.3'}
  test.each([
    ['logs?sesion_id=x', 'sesion_id', 'Not known here: did you mean "session_id"?'],
    ['sessions?q=x', 'q', 'This key is not known here'],
    ['status?verbose=1', 'verbose', 'This key is not known here'],
  ])('is refused to a client that names its version: %s', async (path, key, msg) => {
    const place = await openServerPlace(policy)
    const {status, json} = await place.ask(`GET /api/v1/${path}`, {headers: native})
    expect([status, json]).toEqual([
      422,
      {
        detail: [{type: 'extra_forbidden', loc: ['query', key], msg, input: null}],
        error: {code: 'INVALID_REQUEST', message: `query.${key}: ${msg}`, suggestions: [], exit_code: 1},
      },
    ])
  })

  test('is passed over for the others, as on the first server of this wire', async () => {
    const place = await openServerPlace(policy)
    expect((await place.ask('GET /api/v1/sessions?_=1')).status).toBe(200)
  })
})
