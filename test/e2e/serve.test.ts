import {chmodSync, readFileSync, statSync} from 'node:fs'
import {request} from 'node:https'
import {createServer} from 'node:net'
import path from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {serve} from '../helpers/serving.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = 'version: "1.0"\nrules: [{name: all, action: allow}]\n'

function createProject(text = policy): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', text)
  place.write('.tame/.keep', '')
  return place
}

const serveArgs = ['serve', '--port', '0']
const tls = path.join(import.meta.dirname, '../fixtures/tls')
const cert = path.join(tls, 'cert.pem')
const key = path.join(tls, 'key.pem')

describe('tame serve', () => {
  test('says on a terminal what is in force, and stops at Ctrl-C', async () => {
    const place = createProject()
    const terminal = place.open(serveArgs, {columns: 200, env: {NO_COLOR: '1'}})
    await terminal.waitFor('/docs')
    const shown = terminal.output()
    expect(shown).toMatch(/tame answers at http:\/\/127\.0\.0\.1:\d+\r\n/)
    expect(shown).toContain(`  Policy  ${place.pathOf('policy.yaml')}, version 1.0, 1 rule\r\n`)
    expect(shown).toContain(`  Record  ${place.pathOf('.tame/tame.db')}\r\n`)
    expect(shown).toContain('  Agents  of this machine need no key, until one is made for an agent\r\n')
    expect(shown).toContain(`  Admin   key in ${place.pathOf('~/.config/tame/admin.key')}\r\n`)
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
  })

  test('makes a key for whoever starts it, once, which the other commands find', async () => {
    const place = createProject()
    const first = await serve(place)
    const file = place.pathOf('~/.config/tame/admin.key')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const keys = await place.run(['keys', 'list', '--json', '--api-url', first.url])
    expect(JSON.parse(keys.stdout)).toEqual([
      expect.objectContaining({name: 'first admin', role: 'admin', revoked_at: null}),
    ])
    await first.end('SIGTERM')
    const second = await serve(place)
    const text = readFileSync(file, 'utf8')
    const lines = text.trim().split('\n')
    // The same key, for the server's new address too.
    expect(new Set(lines.map((line) => line.split(' ')[1])).size).toBe(1)
    expect(lines.map((line) => line.split(' ')[0])).toContain(second.url)
    expect((await place.run(['keys', 'list', '--api-url', second.url])).status).toBe(0)
  })

  test('shows that key to nobody else', async () => {
    const place = createProject()
    await serve(place)
    const asked: string[] = []
    const other = createServer((socket) => {
      socket.on('data', (chunk) => {
        asked.push(chunk.toString())
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
      })
    })
    onTestFinished(() => void other.close())
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const {port} = other.address() as {port: number}
    await place.run(['keys', 'list', '--api-url', `http://127.0.0.1:${port}`])
    expect([asked.length > 0, asked.some((text) => /authorization/i.test(text))]).toEqual([true, false])
  })

  test('refuses a key file that others can read', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const file = place.pathOf('~/.config/tame/admin.key')
    chmodSync(file, 0o644)
    const {status, stderr} = await place.run(['keys', 'list', '--api-url', url])
    expect([status, stderr]).toEqual([
      2,
      `Error: The admin key in ${file} is not used: others may read it\nCode: ADMIN_KEY_UNUSABLE\nTry this: chmod 600 ${file}\n`,
    ])
  })

  test('takes a changed policy at once, and keeps the old one when the new one is not sound', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const version = async () => {
      const {policy: inForce} = JSON.parse((await place.run(['status', '--json', '--api-url', url])).stdout)
      return inForce
    }
    place.write('policy.yaml', policy.replace('1.0', '2.0'))
    await expect.poll(async () => (await version()).version, {timeout: 10_000}).toBe('2.0')
    place.write('policy.yaml', 'version: "3.0"\nrules: [{name: all}]\n')
    await expect.poll(async () => (await version()).problems.length, {timeout: 10_000}).toBeGreaterThan(0)
    expect((await version()).version).toBe('2.0')
    expect((await fetch(`${url}/health`)).status).toBe(503)
    const decided = await fetch(`${url}/api/v1/enforce`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: '{"tool_name":"t","tool_args":{}}',
    })
    expect(await decided.json()).toMatchObject({decision: 'allow', policy_version: '2.0'})
  })

  test('answers with TLS', async () => {
    const place = createProject()
    const {url} = await serve(place, '0', ['--tls-cert', cert, '--tls-key', key])
    const answer = await new Promise((resolve, reject) => {
      request(`${url}/health`, {ca: readFileSync(cert)}, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end()
    })
    expect([url.startsWith('https://'), answer]).toEqual([true, 200])
  })
})

describe('tame serve does not start', () => {
  const refused = async (place: Workplace, args: readonly string[] = []) => {
    const {status, stderr, stdout} = await place.run([...serveArgs, ...args])
    return {status, code: /^Code: (\w+)$/m.exec(stderr)?.[1], stdout}
  }

  test.each([
    ['on an address of others without TLS', ['--host', '0.0.0.0'], 2, 'PUBLIC_WITHOUT_TLS'],
    ['on an address of others without keys', ['--host', '0.0.0.0', '--insecure'], 2, 'PUBLIC_WITHOUT_KEYS'],
    ['on an address that is not there', ['--host', '192.0.2.1', '--insecure'], 2, 'PUBLIC_WITHOUT_KEYS'],
    ['with half of what TLS takes', ['--tls-cert', cert], 2, 'USAGE'],
    [
      'without the certificate that is named',
      ['--tls-cert', 'no.pem', '--tls-key', key],
      2,
      'TLS_UNREADABLE',
    ],
    ['with a key that is no key', ['--tls-cert', cert, '--tls-key', cert], 1, 'TLS_INVALID'],
    ['with the bypass on', ['--bypass'], 2, 'BYPASS_ON_SERVER'],
    ['to ask another server', ['--api-url', 'http://127.0.0.1:9'], 2, 'USAGE'],
    ['on a port that is none', ['--port', '70000'], 2, 'USAGE'],
    ['without the policy that is named', ['--policy', 'none.yaml'], 2, 'FILE_MISSING'],
  ])('%s', async (_, args, status, code) => {
    expect(await refused(createProject(), args)).toEqual({status, code, stdout: ''})
  })

  test('with a policy that is not sound', async () => {
    expect(await refused(createProject('version: "1.0"\nrules: [{name: all}]\n'))).toMatchObject({
      status: 1,
      code: 'POLICY_INVALID',
    })
  })

  test('on a port that is taken', async () => {
    const place = createProject()
    const {url} = await serve(place)
    const {port} = new URL(url)
    const {status, stderr} = await place.run(['serve', '--port', port])
    expect([status, stderr.split('\n').slice(-4)]).toEqual([
      1,
      [
        `Error: Something listens on 127.0.0.1 port ${port} already`,
        'Code: PORT_TAKEN',
        `Try this: tame serve --port ${Number(port) + 1} · See what it is: lsof -i :${port}`,
        '',
      ],
    ])
  })

  test.each([
    ['a directory stands where the record should be', 'sqlite:.tame', 'STORE_UNREADABLE'],
    ['the record would lie in a file', 'sqlite:policy.yaml/tame.db', 'STORE_UNREADABLE'],
    ['a file of something else lies there', 'sqlite:policy.yaml', 'STORE_CORRUPT'],
  ])('where %s', async (_, store, code) => {
    const place = createProject()
    expect(await refused(place, ['--store', store])).toEqual({status: 5, code, stdout: ''})
  })
})

describe('tame keys', () => {
  test('are made, listed and revoked here as on a server', async () => {
    const place = createProject()
    const made = await place.run(['keys', 'create', 'bot'])
    expect(made).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^tk_[\da-f]{10}_[\da-f]{64}\n$/),
      stderr: expect.stringMatching(/^Made a key of role agent, [\da-f]{10}\. It is shown this once:\n$/),
    })
    const secret = made.stdout.trim()
    const {url} = await serve(place)
    const asked = await place.run(['status', '--api-url', url, '--api-key', secret])
    expect(asked.status).toBe(0)
    const listed = JSON.parse((await place.run(['keys', 'list', '--json'])).stdout)
    expect(listed).toEqual([
      {
        id: secret.slice(3, 13),
        name: 'bot',
        role: 'agent',
        hint: `tk_…${secret.slice(-4)}`,
        created_at: expect.any(String),
        revoked_at: null,
      },
      expect.objectContaining({role: 'admin'}),
    ])
    expect((await place.run(['keys', 'revoke', secret.slice(3, 13)])).stdout).toBe(
      `Revoked the key ${secret.slice(3, 13)} (agent)\n`,
    )
    await expect
      .poll(async () => (await place.run(['status', '--api-url', url, '--api-key', secret])).status)
      .toBe(5)
    expect(await place.run(['keys', 'revoke', 'nobody'])).toMatchObject({
      status: 2,
      stderr: 'Error: There is no key "nobody"\nCode: KEY_NOT_FOUND\nTry this: tame keys list\n',
    })
  })

  test('are none before the first', async () => {
    const place = createProject()
    expect(await place.run(['keys', 'list'])).toEqual({
      status: 0,
      stdout: 'There are no keys. Make one: tame keys create NAME\n',
      stderr: '',
    })
  })
})
