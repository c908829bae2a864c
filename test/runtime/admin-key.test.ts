import {chmodSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Key} from '../../src/model/key.js'
import {adminKeyFor, ensureAdminKey} from '../../src/runtime/admin-key.js'
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
