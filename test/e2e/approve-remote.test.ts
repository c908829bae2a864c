import {describe, expect, test} from 'vitest'
import {serve} from '../helpers/serving.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: mails
    tools: [send_email]
    action: approve
`

async function served() {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('.tame/.keep', '')
  return {place, server: await serve(place)}
}

/** Without the admin's key, as an agent on the same machine: nobody answers what they asked themselves. */
const ask = (place: Workplace, url: string, to: string) =>
  place.run(['test', 'send_email', '--args', `to=${to}`, '--api-url', url], {
    env: {XDG_CONFIG_HOME: place.pathOf('~/agent')},
  })

const env = {NO_COLOR: '1'}

describe('the queue of a server', () => {
  test('lives through its restart, and misses nothing', async () => {
    const {place, server} = await served()
    await ask(place, server.url, 'bob@example.com')
    const terminal = place.open(['approve', '--api-url', server.url], {env, columns: 120})
    await terminal.waitForScreen((text) => text.includes('bob@example.com'))
    await server.end('SIGKILL')
    await terminal.waitForScreen((text) => text.includes('✖ out of touch, trying again'))
    const {port} = new URL(server.url)
    const again = await serve(place, port)
    await ask(place, again.url, 'carol@example.com')
    await terminal.waitForScreen((text) => text.includes('● live') && text.includes('carol@example.com'))
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('✔ approving'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain('1 approved, 0 denied')
    await again.end('SIGTERM')
  })

  test('is the same for two people, who see each other’s answers', async () => {
    const {place, server} = await served()
    await ask(place, server.url, 'bob@example.com')
    const open = () => place.open(['approve', '--api-url', server.url], {env, columns: 120})
    const [one, two] = [open(), open()]
    for (const terminal of [one, two])
      await terminal.waitForScreen((text) => text.includes('bob@example.com'))
    one.type('dno\rq')
    await two.waitForScreen((text) => text.includes('denied by first'))
    two.type('a')
    await two.waitForScreen((text) => text.includes('send_email is denied by first admin already'))
    two.type('q')
    expect([await one.finished, await two.finished]).toEqual([0, 0])
    await server.end('SIGTERM')
  })

  test.each(['SIGTERM', 'SIGHUP'])('is left at %s', async (signal) => {
    const {place, server} = await served()
    const terminal = place.open(['approve', '--api-url', server.url], {env})
    await terminal.waitForScreen((text) => text.includes('● live'))
    terminal.signal(signal)
    await terminal.finished
    expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
    await server.end('SIGTERM')
  })

  test('says at once that there is no server', async () => {
    const place = createWorkplace()
    const terminal = place.open(['approve', '--api-url', 'http://127.0.0.1:9', '--timeout', '1'], {env})
    expect(await terminal.finished).toBe(5)
    expect(terminal.output()).toContain('Code: SERVER_UNREACHABLE')
    expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
  })
})
