import {chmodSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Key} from '../../src/model/key.js'
import {adminKeyFor, ensureAdminKey} from '../../src/runtime/admin-key.js'
import {createEnginePlace} from '../helpers/engine-place.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const file = '~/.config/tame/admin.key'

function withKeys(...lines: readonly string[]): Workplace {
  const place = createWorkplace()
  chmodSync(place.write(file, lines.map((line) => `${line}\n`).join('')), 0o600)
  return place
}

describe('the key for a server', () => {
  test.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://127.0.0.1:8000/', 'http://127.0.0.1:8000'],
    ['http://localhost:8000', 'http://127.0.0.1:8000'],
    ['http://LOCALHOST:8000/', 'http://127.0.0.1:8000'],
    ['http://localhost:8001', 'http://[::1]:8001'],
  ])('asked for by %s is shown to %s', (asked, shownTo) => {
    const place = withKeys('http://127.0.0.1:8000 tk_a', 'http://[::1]:8001 tk_b')
    expect(adminKeyFor(asked, place)?.url).toBe(shownTo)
  })

  test.each([
    'http://localhost:8002',
    'https://localhost:8000',
    'http://localhost:8000/behind/a/proxy',
    'http://localhost.evil.example:8000',
    'http://127.0.0.2:8000',
    'http://[::1]:8000',
    'http://team.example:8000',
  ])('is not for %s', (asked) => {
    const place = withKeys('http://127.0.0.1:8000 tk_a', 'http://localhost:8003 tk_b')
    expect(adminKeyFor(asked, place)).toBeUndefined()
  })

  test('is rather that of the very name', () => {
    const place = withKeys('http://127.0.0.1:8000 tk_a', 'http://localhost:8000 tk_b')
    expect(adminKeyFor('http://localhost:8000', place)).toEqual({
      url: 'http://localhost:8000',
      secret: 'tk_b',
    })
  })
})

/** A server that knows one key of an administrator. */
const keysOf = (secret: string): Parameters<typeof ensureAdminKey>[1] => ({
  holderOf: async (shown) => (shown === secret ? ({role: 'admin'} as Key) : undefined),
  hasSome: async () => true,
  create: () => expect.unreachable('there is a key'),
})

test('of the URLs of one key the last are kept, and all of another’s', async () => {
  const old = Array.from({length: 9}, (_, port) => `http://127.0.0.1:${4000 + port} tk_a`)
  const place = withKeys('http://127.0.0.1:8000 tk_b', ...old)
  await ensureAdminKey('http://127.0.0.1:5000', keysOf('tk_a'), place)
  expect(place.read(file).trim().split('\n')).toEqual([
    'http://127.0.0.1:8000 tk_b',
    ...old.slice(-7),
    'http://127.0.0.1:5000 tk_a',
  ])
})

const url = 'http://127.0.0.1:8000'

test('a start that ends before its key is on record leaves no administrator whom nobody is', async () => {
  const [place, {keys}] = [createWorkplace(), createEnginePlace('version: "1"\nrules: []\n').open()]
  const ending: Parameters<typeof ensureAdminKey>[1] = {
    holderOf: (secret) => keys.holderOf(secret),
    hasSome: (role) => keys.hasSome(role),
    create: async (_name, _role, keep) => {
      keep('tk_never_recorded')
      throw new Error('Killed')
    },
  }
  await expect(ensureAdminKey(url, ending, place)).rejects.toThrow('Killed')
  await ensureAdminKey(url, keys, place)
  expect(await keys.holderOf(adminKeyFor(url, place)?.secret ?? '')).toMatchObject({role: 'admin'})
  expect(await keys.list()).toHaveLength(1)
})

test('so does one that can’t keep it', async () => {
  const [place, {keys}] = [createWorkplace(), createEnginePlace('version: "1"\nrules: []\n').open()]
  place.write('~/.config/tame', 'no directory')
  await expect(ensureAdminKey(url, keys, place)).rejects.toMatchObject({code: 'ADMIN_KEY_UNWRITABLE'})
  expect(await keys.list()).toEqual([])
})

test('servers that are started at once each have theirs kept', async () => {
  const place = createWorkplace()
  const servers = [8000, 8001, 8002].map((port) => ({
    url: `http://127.0.0.1:${port}`,
    keys: createEnginePlace('version: "1"\nrules: []\n').open().keys,
  }))
  await Promise.all(servers.map(({url, keys}) => ensureAdminKey(url, keys, place)))
  for (const {url, keys} of servers)
    expect(await keys.holderOf(adminKeyFor(url, place)?.secret ?? '')).toMatchObject({role: 'admin'})
})
