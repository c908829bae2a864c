import {mkdirSync, statSync, symlinkSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {changeConfig, changedFile} from '../../src/config/change.js'
import type {TameError} from '../../src/errors.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const refusal = (saving: Promise<unknown>): Promise<TameError> =>
  saving.then(
    () => expect.unreachable(),
    (error: TameError) => error,
  )

const set = (
  place: Workplace,
  file: string,
  key: 'timeout' | 'agent_id' | 'policy',
  value: string | number | null,
): Promise<unknown> => changeConfig(place.pathOf(file), new Map([[key, value]]), place)

describe('a configuration file that is written', () => {
  test('is made with its directory, for its owner alone', async () => {
    const place = createWorkplace()
    await set(place, '~/.config/tame/config.yaml', 'timeout', 5)
    expect(place.read('~/.config/tame/config.yaml')).toBe('timeout: 5\n')
    expect(statSync(place.pathOf('~/.config/tame/config.yaml')).mode & 0o777).toBe(0o600)
    expect(statSync(place.pathOf('~/.config/tame')).mode & 0o777).toBe(0o700)
  })

  test('keeps its comments and the order of its keys', async () => {
    const place = createWorkplace()
    place.write('c.yaml', '# mine\nuser_id: u # me\n\n# how long\ntimeout: 5 # seconds\nagent_id: a\n')
    await set(place, 'c.yaml', 'timeout', 7)
    expect(place.read('c.yaml')).toBe(
      '# mine\nuser_id: u # me\n\n# how long\ntimeout: 7 # seconds\nagent_id: a\n',
    )
  })

  test('keeps them when a key goes', async () => {
    const place = createWorkplace()
    place.write('c.yaml', '# mine\nuser_id: u # me\ntimeout: 5\n')
    await set(place, 'c.yaml', 'timeout', null)
    expect(place.read('c.yaml')).toBe('# mine\nuser_id: u # me\n')
  })

  test('keeps the comments of a file that has nothing else', async () => {
    const place = createWorkplace()
    place.write('c.yaml', '# to be filled\n')
    await set(place, 'c.yaml', 'timeout', 5)
    expect(place.read('c.yaml')).toBe('# to be filled\n\ntimeout: 5\n')
  })

  test('quotes a text that YAML would read as something else', async () => {
    const place = createWorkplace()
    for (const text of ['true', '12', 'null', 'a: b', '#x', '- y', '*z', ' padded ']) {
      await set(place, 'c.yaml', 'agent_id', text)
      expect(place.read('c.yaml')).toMatch(/^agent_id: ["'].*["']\n$/)
    }
  })

  test('is closed to others even when it was open', async () => {
    const place = createWorkplace()
    place.write('c.yaml', 'timeout: 5\n')
    await set(place, 'c.yaml', 'timeout', 6)
    expect(statSync(place.pathOf('c.yaml')).mode & 0o777).toBe(0o600)
  })

  test('stays behind the link that leads to it', async () => {
    const place = createWorkplace()
    place.write('dotfiles/c.yaml', 'timeout: 5\n')
    symlinkSync(place.pathOf('dotfiles/c.yaml'), place.pathOf('c.yaml'))
    const file = changedFile(place, 'c.yaml')
    expect(file).toBe(place.pathOf('dotfiles/c.yaml'))
    await set(place, file, 'timeout', 6)
    expect(place.read('dotfiles/c.yaml')).toBe('timeout: 6\n')
  })

  test('loses nothing to many writers at once', async () => {
    const place = createWorkplace()
    const keys = ['session_id', 'agent_id', 'user_id', 'format', 'color', 'durability'] as const
    const values = {format: 'csv', color: 'never', durability: 'normal'} as Record<string, string>
    await Promise.all(
      keys.map((key) => changeConfig(place.pathOf('c.yaml'), new Map([[key, values[key] ?? 'x']]), place)),
    )
    expect(place.read('c.yaml').trimEnd().split('\n').sort()).toEqual([
      'agent_id: x',
      'color: never',
      'durability: normal',
      'format: csv',
      'session_id: x',
      'user_id: x',
    ])
  })

  test('names a policy beside it in a way that moves with it, and any other by its whole path', async () => {
    const place = createWorkplace()
    await set(place, 'c.yaml', 'policy', place.pathOf('policies/p.yaml'))
    expect(place.read('c.yaml')).toBe('policy: policies/p.yaml\n')
    await set(place, 'c.yaml', 'policy', place.pathOf('~/p.yaml'))
    expect(place.read('c.yaml')).toBe(`policy: ${place.pathOf('~/p.yaml')}\n`)
  })
})

describe('a configuration file that can’t be written', () => {
  test.each([
    ['is broken', 'timeout: [\n', 'CONFIG_INVALID'],
    ['has an unknown key', 'colour: red\n', 'CONFIG_INVALID'],
  ])('because it %s stays as it was', async (_, text, code) => {
    const place = createWorkplace()
    place.write('c.yaml', text)
    expect((await refusal(set(place, 'c.yaml', 'timeout', 5))).code).toBe(code)
    expect(place.read('c.yaml')).toBe(text)
    expect(() => place.read('c.yaml.lock')).toThrow('ENOENT')
  })

  test('because the value is no good stays as it was', async () => {
    const place = createWorkplace()
    place.write('c.yaml', 'timeout: 5\n')
    expect((await refusal(set(place, 'c.yaml', 'timeout', -5))).code).toBe('CONFIG_INVALID')
    expect(place.read('c.yaml')).toBe('timeout: 5\n')
  })

  test('because another is at it says which file to look at', async () => {
    const place = createWorkplace()
    place.write('c.yaml.lock', '')
    expect(await refusal(set(place, 'c.yaml', 'timeout', 5))).toMatchObject({
      code: 'CONFIG_LOCKED',
      message: `Another tame is writing ${place.pathOf('c.yaml')}`,
      suggestions: ['Try again', `Remove ${place.pathOf('c.yaml.lock')} if no other tame is running`],
    })
  })

  test('because a file stands where its directory should be says so', async () => {
    const place = createWorkplace()
    place.write('dir', '')
    expect((await refusal(set(place, 'dir/c.yaml', 'timeout', 5))).code).toBe('CONFIG_UNWRITABLE')
  })

  test('because it is a package.json is named', async () => {
    const place = createWorkplace()
    place.write('package.json', '{}')
    expect(await refusal(set(place, 'package.json', 'timeout', 5))).toMatchObject({
      code: 'CONFIG_UNWRITABLE',
      exitCode: 2,
    })
    expect(place.read('package.json')).toBe('{}')
  })

  test('because it is a directory stays one', async () => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('c.yaml'))
    expect((await refusal(set(place, 'c.yaml', 'timeout', 5))).code).toBe('CONFIG_UNREADABLE')
    expect(() => place.read('c.yaml.lock')).toThrow('ENOENT')
  })
})

describe('the file that changes go to', () => {
  test('is the user’s', () => {
    const place = createWorkplace()
    expect(changedFile(place, undefined)).toBe(place.pathOf('~/.config/tame/config.yaml'))
  })

  test('is that of the Python command line where only that is there', () => {
    const place = createWorkplace()
    place.write('~/.tame/config.yaml', '')
    expect(changedFile(place, undefined)).toBe(place.pathOf('~/.tame/config.yaml'))
    place.write('~/.config/tame/config.yaml', '')
    expect(changedFile(place, undefined)).toBe(place.pathOf('~/.config/tame/config.yaml'))
  })
})
