import {describe, expect, test} from 'vitest'
import {decisionJson} from '../../../src/api/decision.js'
import {
  AuthenticationError,
  ConnectionError,
  RateLimitError,
  ValidationError,
} from '../../../src/client/failures.js'
import {TameError} from '../../../src/errors.js'
import {allOf} from '../../helpers/all-of.js'
import {logRecord} from '../../helpers/log-record.js'
import {openRemote} from '../../helpers/remote-place.js'
import {
  hangUp,
  openRoughServer,
  replyCut,
  replyJson,
  replyText,
  saysNothing,
} from '../../helpers/rough-server.js'

const call = {tool: 'read_file', args: {path: '/tmp/a'}, sessionId: 'nightly'}
const allowed = decisionJson(logRecord())

const errorOf = (promise: Promise<unknown>): Promise<TameError> =>
  promise.then(
    () => expect.unreachable('it resolves'),
    (error: TameError) => error,
  )

const told = ({name, code, message, exitCode}: TameError): unknown[] => [name, code, message, exitCode]

describe('what is asked', () => {
  test('is sent with the key, the version and an id of its event', async () => {
    const {url, requests} = await openRoughServer(replyJson(allowed))
    const tame = openRemote(`${url}/behind/a/proxy/`, {key: 'tk_1', newId: () => 'e1'})
    expect(await tame.enforce({...call, metadata: {why: 'test'}})).toMatchObject({
      effect: 'allow',
      args: {path: '/tmp/a'},
    })
    const [request] = requests
    expect([request?.method, request?.path, JSON.parse(request?.body ?? '')]).toEqual([
      'POST',
      '/behind/a/proxy/api/v1/enforce',
      {
        tool_name: 'read_file',
        tool_args: {path: '/tmp/a'},
        session_id: 'nightly',
        agent_id: null,
        user_id: null,
        metadata: {why: 'test'},
        event_id: 'e1',
      },
    ])
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer tk_1',
      'tame-client': '1.2.3',
      'content-type': 'application/json',
    })
  })

  test('goes over connections that are there already', async () => {
    const ports = new Set<unknown>()
    const {url} = await openRoughServer((response, request, attempt) => {
      ports.add(response.socket?.remotePort)
      replyJson(allowed)(response, request, attempt)
    })
    const tame = openRemote(url)
    for (let count = 0; count < 20; count++) await tame.enforce(call)
    // The next question may come before the last answer's connection is known to be free.
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  test('is refused before it is sent where it can’t be meant so', async () => {
    const {url, requests} = await openRoughServer(replyJson(allowed))
    const error = await errorOf(openRemote(url).enforce({...call, args: {when: new Date(0)}}))
    expect([error.code, requests]).toEqual(['INVALID_CALL', []])
  })

  test.each(['', '.', '..'])('never leads to another path by the id %j', async (id) => {
    const {url, requests} = await openRoughServer(replyJson(allowed))
    expect([(await errorOf(openRemote(url).logs.get(id))).code, requests]).toEqual(['NOT_FOUND', []])
  })

  test.each([
    ['a/b', '/api/v1/logs/a%2Fb'],
    ['../keys', '/api/v1/logs/..%2Fkeys'],
    ['a?b#c', '/api/v1/logs/a%3Fb%23c'],
    ['a\r\nb', '/api/v1/logs/a%0D%0Ab'],
  ])('keeps an id like %j in its place', async (id, path) => {
    const {url, requests} = await openRoughServer(replyJson({}))
    await errorOf(openRemote(url).logs.get(id))
    expect(requests[0]?.path).toBe(path)
  })
})

describe('is asked again, as the same event', () => {
  const answered = replyJson(allowed)
  test.each([
    ['a connection that ends', hangUp],
    ['an answer that is cut', replyCut('{"decision": "allow"')],
    ['a gateway without its server', replyText('<h1>Bad gateway</h1>', 502)],
    ['a server that is not ready', replyJson({detail: 'starting'}, 503)],
    ['too many questions', replyJson({detail: 'slow down'}, 429, {'retry-after': '0'})],
  ])('after %s', async (_, failing) => {
    const {url, requests} = await openRoughServer(failing, failing, answered)
    expect(await openRemote(url).enforce(call)).toMatchObject({effect: 'allow'})
    const events = requests.map(({body}) => JSON.parse(body).event_id)
    expect([requests.length, new Set(events).size]).toEqual([3, 1])
  })

  test('no more often than it is told to', async () => {
    const {url, requests} = await openRoughServer(hangUp)
    expect((await errorOf(openRemote(url, {retries: 2}).enforce(call))).code).toBe('SERVER_UNREACHABLE')
    expect(requests).toHaveLength(3)
  })

  test('when the server says, and not before', async () => {
    const {url} = await openRoughServer(replyJson({detail: 'slow down'}, 429, {'retry-after': '7'}), answered)
    const pauses: number[] = []
    const timing = {
      nowMs: () => 0,
      random: () => 0.5,
      pause: async (ms: number) => void pauses.push(ms),
    }
    await openRemote(url, {timing}).enforce(call)
    expect(pauses).toEqual([7075])
  })

  test('only as long as somebody waits', async () => {
    const {url, requests} = await openRoughServer(
      replyJson({detail: 'slow down'}, 429, {'retry-after': '60'}),
    )
    const error = await errorOf(openRemote(url).enforce(call))
    expect([error instanceof RateLimitError && error.retryAfterMs, requests.length]).toEqual([60_000, 1])
  })

  test('not where asking twice does something else', async () => {
    const {url, requests} = await openRoughServer(hangUp)
    await errorOf(openRemote(url).audit.erase({logId: 'a'}, 'asked for'))
    await errorOf(openRemote(url).keys.create('a', 'agent'))
    await errorOf(openRemote(url).sessions.archive('a', {by: 'ada', retentionDays: 1}))
    expect(requests).toHaveLength(3)
  })

  test('not what the server knows to stay so', async () => {
    const error = {code: 'STORE_FULL', message: 'No room', suggestions: ['Make some'], exit_code: 5}
    const {url, requests} = await openRoughServer(replyJson({detail: 'No room', error}, 503))
    const thrown = await errorOf(openRemote(url).enforce(call))
    expect([thrown.code, thrown.message, thrown.suggestions, thrown.exitCode, requests.length]).toEqual([
      'STORE_FULL',
      'No room',
      ['Make some'],
      5,
      1,
    ])
  })
})

describe('never allows by', () => {
  test.each([
    [
      'a redirect',
      replyText('', 302, {location: 'http://127.0.0.1:1/elsewhere'}),
      'sends on to another address (status 302)',
    ],
    ['a page', replyText('<html>Welcome</html>'), 'sends no JSON'],
    ['nothing', replyText(''), 'sends no JSON'],
    ['null', replyJson(null), 'its answer is not as it should be'],
    ['an empty object', replyJson({}), '"decision" of its answer is not as it should be'],
    ['a decision of another kind', replyJson({...allowed, decision: 'ALLOW'}), '"decision" of its answer'],
    ['one without arguments', replyJson({...allowed, tool_args: null}), '"tool_args" of its answer'],
    ['one about another tool', replyJson({...allowed, tool_name: 'other'}), 'it answers about another call'],
    [
      'one about another session',
      replyJson({...allowed, session_id: 'other'}),
      'it answers about another call',
    ],
    [
      'one with other arguments',
      replyJson({...allowed, tool_args: {path: '/etc/shadow'}}),
      'about another call',
    ],
    ['one that is on no record', replyJson({...allowed, log_id: null}), 'it decides without a record'],
    ['one whose record has no name', replyJson({...allowed, log_id: ''}), 'it decides without a record'],
    ['one that says both', replyJson({...allowed, ruling: 'deny'}), 'it lets run what it denies'],
    [
      'an answer of the first clients',
      replyJson({decision: 'allow', session_id: 'nightly', log_id: 'a'}),
      'of its answer',
    ],
    ['another status', replyJson(allowed, 201), 'it answers with status 201'],
    ['bytes that are no text', replyText(Buffer.from([0x7b, 0xff, 0x7d])), 'it sends no UTF-8'],
  ])('%s', async (_, reply, why) => {
    const {url, requests} = await openRoughServer(reply)
    const error = await errorOf(openRemote(url).enforce(call))
    expect([error instanceof ConnectionError, error.code, error.exitCode, requests.length]).toEqual([
      true,
      'ANSWER_INVALID',
      5,
      1,
    ])
    expect(error.message).toContain(why)
  })

  test('another server, to which the first one sends', async () => {
    const second = await openRoughServer(replyJson(allowed))
    const first = await openRoughServer(replyText('', 307, {location: `${second.url}/api/v1/enforce`}))
    await errorOf(openRemote(first.url, {key: 'tk_secret'}).enforce(call))
    expect(second.requests).toEqual([])
  })
})

describe('what keeps it from answering', () => {
  test('is told of a server that is not there', async () => {
    const error = await errorOf(openRemote('http://127.0.0.1:9').enforce(call))
    expect(told(error)).toEqual([
      'ConnectionError',
      'SERVER_UNREACHABLE',
      "Can't reach the tame server at http://127.0.0.1:9: nobody listens there",
      5,
    ])
    expect(error.suggestions).toEqual(['tame serve', 'tame config set api_url <url>'])
  })

  test('is told of one that says nothing, in time', async () => {
    const {url} = await openRoughServer(saysNothing)
    const error = await errorOf(openRemote(url, {timeoutMs: 100}).enforce(call))
    expect(told(error)).toEqual([
      'ConnectionError',
      'SERVER_TIMEOUT',
      `The tame server at ${url} did not answer within 0.1 s`,
      5,
    ])
  })

  test('is told of one that stops in the middle, in time', async () => {
    const {url} = await openRoughServer((response) => void response.write('{"decision": "al'))
    expect((await errorOf(openRemote(url, {timeoutMs: 100}).enforce(call))).code).toBe('SERVER_TIMEOUT')
  })

  test.each([
    [401, undefined, AuthenticationError, 'KEY_REFUSED'],
    [403, undefined, AuthenticationError, 'KEY_REFUSED'],
    [
      401,
      {code: 'UNAUTHORIZED', message: 'm', suggestions: [], exit_code: 5},
      AuthenticationError,
      'UNAUTHORIZED',
    ],
    [
      403,
      {code: 'SESSION_MISMATCH', message: 'm', suggestions: [], exit_code: 1},
      TameError,
      'SESSION_MISMATCH',
    ],
    [404, {code: 'LOG_NOT_FOUND', message: 'm', suggestions: [], exit_code: 1}, TameError, 'LOG_NOT_FOUND'],
    [404, undefined, ConnectionError, 'ANSWER_INVALID'],
    [422, undefined, ValidationError, 'REQUEST_REFUSED'],
    [500, undefined, ConnectionError, 'SERVER_FAILS'],
  ])('has a kind: status %i with %j', async (status, error, kind, code) => {
    const {url} = await openRoughServer(replyJson({detail: 'no', ...(error && {error})}, status))
    const thrown = await errorOf(openRemote(url).enforce(call))
    expect([thrown.constructor, thrown.code]).toEqual([kind, code])
  })

  test.each([
    ['http://ada:pass@127.0.0.1:1', 'tk_1', 'CREDENTIALS_TWICE'],
    ['http://127.0.0.1:1', 'tk_1\r\nx: y', 'API_KEY_INVALID'],
    ['http://127.0.0.1:1', 'tk_ä', 'API_KEY_INVALID'],
    ['ftp://127.0.0.1', undefined, 'API_URL_INVALID'],
    ['http://127.0.0.1/?a=b', undefined, 'API_URL_INVALID'],
  ])('is seen before anything is sent to %s', (url, key, code) => {
    expect(() => openRemote(url, key === undefined ? {} : {key})).toThrow(expect.objectContaining({code}))
  })

  test('shows no password of the URL', async () => {
    const error = await errorOf(openRemote('http://ada:s3cr3t@127.0.0.1:9').enforce(call))
    expect(JSON.stringify(error)).not.toContain('s3cr3t')
  })
})

test('an error of the server ends no command as if all were well', async () => {
  const error = {code: 'ODD', message: 'odd', suggestions: [], exit_code: 0}
  const {url} = await openRoughServer(replyJson({detail: 'odd', error}, 400))
  expect((await errorOf(openRemote(url).enforce(call))).exitCode).not.toBe(0)
})

describe('an answer in lines', () => {
  const item = JSON.stringify({item: allowed})
  const record = JSON.stringify({
    item: {
      ...allowed,
      seq: 3,
      agent_id: null,
      user_id: null,
      key_id: null,
      metadata: null,
      given_args: null,
      status: null,
      result: null,
      error: null,
      duration_ms: null,
      cost: null,
      erased: false,
    },
  })
  const listed = async (text: string): Promise<unknown[]> => {
    const {url} = await openRoughServer(replyText(text))
    const seqs: unknown[] = []
    try {
      for await (const {seq} of openRemote(url).logs.list()) seqs.push(seq)
    } catch (error) {
      seqs.push((error as TameError).code)
    }
    return seqs
  }

  test.each([
    ['whole', `${record}\n${record}\n{"end":{"count":2}}\n`, [3, 3]],
    ['with signs of life', `\n${record}\n\n\n${record}\n\n{"end":{"count":2}}\n`, [3, 3]],
    ['empty', '{"end":{"count":0}}\n', []],
    ['cut between two lines', `${record}\n`, [3, 'ANSWER_CUT']],
    ['cut in a line', `${record}\n${record.slice(0, 50)}`, [3, 'ANSWER_INVALID']],
    ['of nothing at all', '', ['ANSWER_CUT']],
    ['that lacks an item', `${record}\n{"end":{"count":2}}\n`, [3, 'ANSWER_INVALID']],
    ['with an item of another kind', `${item}\n{"end":{"count":1}}\n`, ['ANSWER_INVALID']],
    ['with a line of another kind', `${record}\n{"note":1}\n`, [3, 'ANSWER_INVALID']],
    [
      'that ends with an error',
      `${record}\n{"error":{"code":"STORE_CORRUPT","message":"m","suggestions":[]}}\n`,
      [3, 'STORE_CORRUPT'],
    ],
  ])('%s', async (_, text, seqs) => {
    expect(await listed(text)).toEqual(seqs)
  })

  test('is refused in a bounded time, however much is said', async () => {
    const {url} = await openRoughServer((response) => {
      response.writeHead(404)
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
    })
    const tame = openRemote(url)
    expect((await errorOf(allOf(tame.logs.list()))).code).toBe('ANSWER_INVALID')
  })

  test('is refused in a bounded time, however slowly it is said', async () => {
    const {url} = await openRoughServer((response) => {
      response.writeHead(404)
      const dripping = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(dripping))
    })
    const tame = openRemote(url, {timeoutMs: 300, retries: 0})
    expect((await errorOf(allOf(tame.logs.list()))).code).toBe('SERVER_TIMEOUT')
  })

  test('is read to a break of the connection', async () => {
    const {url} = await openRoughServer(replyCut(`${record}\n`))
    const seqs: unknown[] = []
    const reading = (async () => {
      for await (const {seq} of openRemote(url).logs.list()) seqs.push(seq)
    })()
    expect([(await errorOf(reading)).code, seqs]).toEqual(['ANSWER_CUT', [3]])
  })
})
