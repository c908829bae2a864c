import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {expect, onTestFinished, test} from 'vitest'
import type {Answer} from '../../src/server/answer.js'
import {sendAnswer, sendError} from '../../src/server/sending.js'
import {openServerPlace} from '../helpers/server-place.js'

/** A server that answers so, and says now and then that it is there. */
async function openAnswering(type: string, chunks: AsyncIterable<string>): Promise<string> {
  const answer: Answer = {kind: 'stream', type, chunks}
  const server = createServer(async (_, response) => {
    try {
      await sendAnswer(response, answer, 1)
    } catch (error) {
      sendError(response, error, false)
    }
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Work that ends when the test says so. */
function work() {
  let end: (how: 'well' | 'badly') => void = () => {}
  const ended = new Promise<'well' | 'badly'>((resolve) => {
    end = resolve
  })
  async function* chunks(): AsyncGenerator<string> {
    if ((await ended) === 'badly') throw new Error('It failed')
    yield '{"done":'
    yield 'true}'
  }
  return {chunks: chunks(), end}
}

async function opened(type: string) {
  const {chunks, end} = work()
  const {status, body} = await fetch(await openAnswering(type, chunks))
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader?.read())?.value
  const rest = async (): Promise<string> => {
    let text = ''
    for (;;) {
      const next = await reader?.read()
      if (next === undefined || next.done) return text
      text += next.value
    }
  }
  return {status, first, end, rest}
}

test('what is still worked out says that it is, and is JSON all the same', async () => {
  const {status, first, end, rest} = await opened('application/json')
  expect([status, first?.trim()]).toEqual([200, ''])
  end('well')
  expect(JSON.parse(`${first}${await rest()}`)).toEqual({done: true})
})

test('what fails after that is cut, and not ended', async () => {
  const {end, rest} = await opened('application/json')
  end('badly')
  await expect(rest()).rejects.toThrow('terminated')
})

test('what fails before is told by the status', async () => {
  const failing = (async function* (): AsyncGenerator<string> {
    yield* []
    throw new Error('It failed')
  })()
  expect((await fetch(await openAnswering('application/json', failing))).status).toBe(500)
})

test.each(['/api/v1/events', '/api/v1/logs', '/api/v1/sessions/s', '/'])(
  'who asks for the head of %s alone is told that, and is through',
  async (path) => {
    const place = await openServerPlace('version: "1.0"\nrules: [{name: all, action: allow}]\n')
    const key = await place.key('admin')
    await place.ask('POST /api/v1/enforce', {key, body: {tool_name: 't', tool_args: {}, session_id: 's'}})
    const {status, headers, text} = await place.ask(`HEAD ${path}`, {key})
    const whole = await place.ask(`GET ${path}`, {key})
    expect([status, headers.get('content-type'), text]).toEqual([200, whole.headers.get('content-type'), ''])
    expect((await place.ask('GET /metrics', {key})).text).toContain('tame_event_followers 0\n')
  },
)
