import {chmodSync, mkdirSync, rmSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Layer} from '../../src/config/layer.js'
import {type LoadedConfig, loadConfig} from '../../src/config/load.js'
import type {ConfigKey} from '../../src/config/schema.js'
import type {TameError} from '../../src/errors.js'
import {type FlagValues, flagLayer} from '../../src/runtime/flags.js'
import {asOneWhoMayNot} from '../helpers/user.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const noFlags: Layer = {kind: 'flag', settings: new Map()}

interface Asked {
  env?: Record<string, string>
  flags?: FlagValues
  named?: string
  cwd?: string
}

async function load(
  place: Workplace,
  {env = {}, flags, named, cwd = place.cwd}: Asked = {},
): Promise<LoadedConfig> {
  const surroundings = {...place, env, cwd}
  return loadConfig(surroundings, flags === undefined ? noFlags : await flagLayer(flags, surroundings), named)
}

const found = ({values, origins}: LoadedConfig, key: ConfigKey): unknown => ({
  value: values[key],
  ...origins[key],
})

async function refusal(loading: Promise<unknown>): Promise<TameError> {
  return loading.then(
    () => expect.unreachable(),
    (error: TameError) => error,
  )
}

describe('the origin of a value', () => {
  test('is the default where nothing sets it', async () => {
    const config = await load(createWorkplace())
    expect(found(config, 'timeout')).toEqual({value: 30, kind: 'default', source: null, line: null})
  })

  test('is the file of the Python command line', async () => {
    const place = createWorkplace()
    const source = place.write('~/.tame/config.yaml', '# mine\ntimeout: 1\n')
    expect(found(await load(place), 'timeout')).toEqual({value: 1, kind: 'legacy', source, line: 2})
  })

  test('is the user’s file before that', async () => {
    const place = createWorkplace()
    place.write('~/.tame/config.yaml', 'timeout: 1\n')
    const source = place.write('~/.config/tame/config.yaml', 'timeout: 2\n')
    expect(found(await load(place), 'timeout')).toEqual({value: 2, kind: 'user', source, line: 1})
  })

  test('is the project’s file before those', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'timeout: 2\n')
    const source = place.write('.tamerc', 'timeout: 3\n')
    expect(found(await load(place), 'timeout')).toEqual({value: 3, kind: 'project', source, line: 1})
  })

  test('is the file of --config before those', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'timeout: 3\n')
    const source = place.write('other.yaml', 'timeout: 4\n')
    expect(found(await load(place, {named: 'other.yaml'}), 'timeout')).toEqual({
      value: 4,
      kind: 'config',
      source,
      line: 1,
    })
  })

  test('is the environment before those', async () => {
    const place = createWorkplace()
    place.write('other.yaml', 'timeout: 4\n')
    const config = await load(place, {named: 'other.yaml', env: {TAME_TIMEOUT: '5'}})
    expect(found(config, 'timeout')).toEqual({
      value: 5,
      kind: 'environment',
      source: 'TAME_TIMEOUT',
      line: null,
    })
  })

  test('is what Runlok’s variables say where tame’s say nothing', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'agent_id: file\nuser_id: file\n')
    const env = {RUNLOK_AGENT_ID: 'runlok', RUNLOK_USER_ID: 'runlok', TAME_USER_ID: 'tame'}
    const config = await load(place, {env})
    expect(found(config, 'agent_id')).toEqual({
      value: 'runlok',
      kind: 'runlok',
      source: 'RUNLOK_AGENT_ID',
      line: null,
    })
    expect(found(config, 'user_id')).toMatchObject({value: 'tame', source: 'TAME_USER_ID'})
  })

  test('is a flag before all', async () => {
    const config = await load(createWorkplace(), {env: {TAME_TIMEOUT: '5'}, flags: {timeout: '6'}})
    expect(found(config, 'timeout')).toEqual({value: 6, kind: 'flag', source: '--timeout', line: null})
  })

  test('is another one for each key', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'agent_id: mine\ntimeout: 2\n')
    place.write('.tamerc', 'session_id: s1\n')
    const {origins} = await load(place, {env: {TAME_USER_ID: 'u'}})
    expect([
      origins.agent_id.kind,
      origins.session_id.kind,
      origins.user_id.kind,
      origins.color.kind,
    ]).toEqual(['user', 'project', 'environment', 'default'])
  })
})

describe('the user’s file', () => {
  test('lies where XDG_CONFIG_HOME says', async () => {
    const place = createWorkplace()
    place.write('~/xdg/tame/config.yaml', 'timeout: 7\n')
    const config = await load(place, {env: {XDG_CONFIG_HOME: place.pathOf('~/xdg')}})
    expect(config.values.timeout).toBe(7)
  })

  test('is not looked for below a relative XDG_CONFIG_HOME', async () => {
    const place = createWorkplace()
    place.write('xdg/tame/config.yaml', 'timeout: 7\n')
    const config = await load(place, {env: {XDG_CONFIG_HOME: 'xdg'}})
    expect(config.values.timeout).toBe(30)
  })

  test('may be empty, or all comments', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', '# nothing yet\n')
    expect((await load(place)).values.timeout).toBe(30)
  })
})

describe('the project’s file', () => {
  test.each<[string, string]>([
    ['.tamerc', 'timeout: 3\n'],
    ['.tamerc', '{"timeout": 3}\n'],
    ['.tame/config.yaml', 'timeout: 3\n'],
    ['tame.config.yaml', 'timeout: 3\n'],
    ['package.json', '{\n\t"name": "x",\n\t"tame": {"timeout": 3}\n}\n'],
  ])('can be %s (%#)', async (file, text) => {
    const place = createWorkplace()
    place.write(file, text)
    expect((await load(place)).values.timeout).toBe(3)
  })

  test('gives way to a nearer one', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'timeout: 3\nagent_id: far\n')
    place.write('packages/a/tame.config.yaml', 'timeout: 4\n')
    const {values} = await load(place, {cwd: place.pathOf('packages/a')})
    expect([values.timeout, values.agent_id]).toEqual([4, null])
  })

  test('is searched upwards to the root of the repository and no further', async () => {
    const place = createWorkplace()
    place.write('deep/er/file', '')
    place.write('~/.tamerc', 'timeout: 9\n')
    const at = {cwd: place.pathOf('deep/er')}
    expect((await load(place, at)).values.timeout).toBe(30)
    place.write('.tamerc', 'timeout: 3\n')
    expect((await load(place, at)).values.timeout).toBe(3)
  })

  test('outside of a repository is looked for in the current directory only', async () => {
    const place = createWorkplace()
    rmSync(place.pathOf('.git'), {recursive: true})
    place.write('.tamerc', 'timeout: 3\n')
    mkdirSync(place.pathOf('sub'))
    expect((await load(place)).values.timeout).toBe(3)
    expect((await load(place, {cwd: place.pathOf('sub')})).values.timeout).toBe(30)
  })

  test('is never taken from the home directory', async () => {
    const place = createWorkplace()
    const source = place.write('~/.tame/config.yaml', 'timeout: 1\n')
    expect(found(await load(place, {cwd: place.home}), 'timeout')).toEqual({
      value: 1,
      kind: 'legacy',
      source,
      line: 1,
    })
  })

  test('in a package.json is one only with the key tame', async () => {
    const place = createWorkplace()
    place.write('package.json', '{"name": "tame", "dependencies": {"tame": "1"}}\n')
    expect((await load(place)).places.map(({kind}) => kind)).toEqual(['user', 'legacy'])
  })

  test('runs nothing that a repository brings along', async () => {
    const place = createWorkplace()
    const trap = place.pathOf('trapped')
    const code = `require('node:fs').writeFileSync(${JSON.stringify(trap)}, '')\nmodule.exports = {}`
    for (const file of ['.config/config.js', 'tame.config.js', '.tamerc.js', '.config/tamerc.js'])
      place.write(file, code)
    place.write('.tamerc', '$import: ./other.yaml\n')
    place.write('other.yaml', 'timeout: 9\n')
    expect((await refusal(load(place))).message).toContain('Unknown key "$import"')
    expect(() => place.read(trap)).toThrow('ENOENT')
  })

  test('that may not be read is an error, not passed over', async () => {
    const place = createWorkplace()
    chmodSync(place.write('.tamerc', 'timeout: 3\n'), 0)
    const {code, message} = await asOneWhoMayNot(place, () => refusal(load(place)))
    expect({code, message}).toEqual({
      code: 'CONFIG_UNREADABLE',
      message: `Can't read the configuration file ${place.pathOf('.tamerc')}: permission denied`,
    })
  })
})

describe('a project’s file, being a stranger’s', () => {
  test('can’t turn on bypass_mode', async () => {
    const place = createWorkplace()
    const source = place.write('.tamerc', 'bypass_mode: true\n')
    const config = await load(place)
    expect(found(config, 'bypass_mode')).toEqual({value: false, kind: 'default', source: null, line: null})
    expect(config.warnings).toEqual([
      `bypass_mode in ${source}:1 is not obeyed: a project's file can't weaken what the policy does. To do so yourself: tame config set bypass_mode true`,
    ])
  })

  test('does not undo the user’s own bypass_mode', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'bypass_mode: true\n')
    expect((await load(place, {flags: {bypass: true}})).values.bypass_mode).toBe(true)
  })

  test('may turn it off', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'bypass_mode: true\n')
    place.write('.tamerc', 'bypass_mode: false\n')
    expect((await load(place)).values.bypass_mode).toBe(false)
  })

  test.each<[string, (place: Workplace) => Asked]>([
    [
      'the user’s file',
      (place) => {
        place.write(
          '~/.config/tame/config.yaml',
          'api_url: http://good.example\napi_key: tk_secret_of_the_user\n',
        )
        return {}
      },
    ],
    ['the environment', () => ({env: {TAME_API_KEY: 'tk_secret_of_the_user'}})],
    ['a flag', () => ({flags: {'api-key': 'tk_secret_of_the_user'}})],
    [
      'the file of --config',
      (place) => {
        place.write('k.yaml', 'api_key: tk_secret_of_the_user\n')
        return {named: 'k.yaml'}
      },
    ],
  ])('does not get the key from %s sent to its URL', async (_, arrange) => {
    const place = createWorkplace()
    const asked = arrange(place)
    const source = place.write('tame.config.yaml', 'agent_id: a\napi_url: http://evil.example\n')
    const {values, warnings} = await load(place, asked)
    // A named file outranks the project's: its own URL, had it one, would be in force.
    expect([values.api_url, values.api_key]).toEqual(['http://evil.example', null])
    expect(warnings).toEqual([
      expect.stringContaining(`is not sent to http://evil.example, which ${source}:2 names`),
    ])
  })

  test('may name the URL that the key was configured with', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'api_url: http://good.example/\napi_key: tk_1\n')
    place.write('.tamerc', 'api_url: http://GOOD.example\n')
    const {values, warnings} = await load(place)
    expect([values.api_key, warnings]).toEqual(['tk_1', []])
  })

  test('may bring a key for its own URL', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_url: http://team.example\napi_key: tk_team\n')
    expect((await load(place)).values.api_key).toBe('tk_team')
  })

  test('can’t have its key sent to another URL, nor put in the place of the user’s', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'api_url: http://good.example\napi_key: tk_mine\n')
    const source = place.write('.tamerc', 'api_key: tk_theirs\n')
    const {values, warnings} = await load(place)
    expect(values.api_key).toBe('tk_mine')
    expect(warnings).toEqual([
      expect.stringContaining(`api_key from ${source}:1 is not sent to http://good.example, which `),
    ])
  })

  test('loses its URL to a flag, and the user’s key goes with the flag’s', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_url: http://evil.example\n')
    const {values} = await load(place, {
      env: {TAME_API_KEY: 'tk_1'},
      flags: {'api-url': 'http://mine.example'},
    })
    expect([values.api_url, values.api_key]).toEqual(['http://mine.example', 'tk_1'])
  })
})

describe('a path', () => {
  test.each<[string, string, string]>([
    ['.tamerc', 'policy: p.yaml', 'p.yaml'],
    ['.tame/config.yaml', 'policy: p.yaml', 'p.yaml'],
    ['tame.config.yaml', 'policy: ~/p.yaml', '~/p.yaml'],
    ['~/.config/tame/config.yaml', 'policy: p.yaml', '~/.config/tame/p.yaml'],
  ])('in %s begins at its directory (%s)', async (file, text, expected) => {
    const place = createWorkplace()
    place.write(file, text)
    expect((await load(place)).values.policy).toBe(place.pathOf(expected))
  })

  test('of a store is one too', async () => {
    const place = createWorkplace()
    const {values} = await load(place, {env: {TAME_STORE: 'sqlite:tame.db'}})
    expect(values.store).toBe(`sqlite:${place.pathOf('tame.db')}`)
  })
})

describe('the environment', () => {
  test('has no say with an empty variable', async () => {
    expect((await load(createWorkplace(), {env: {TAME_TIMEOUT: ''}})).values.timeout).toBe(30)
  })

  test.each([
    [{NO_COLOR: '1'}, 'never'],
    [{FORCE_COLOR: '1'}, 'always'],
    [{FORCE_COLOR: '0'}, 'never'],
    [{NO_COLOR: '1', TAME_COLOR: 'always'}, 'always'],
    [{NO_COLOR: ''}, 'auto'],
  ])('%j makes color %s', async (env, color) => {
    expect((await load(createWorkplace(), {env})).values.color).toBe(color)
  })

  test.each(['true', 'TRUE', '1', 'yes', 'on'])('takes %s for true', async (text) => {
    expect((await load(createWorkplace(), {env: {TAME_BYPASS_MODE: text}})).values.bypass_mode).toBe(true)
  })

  test('with a mistyped variable says so', async () => {
    const {warnings} = await load(createWorkplace(), {env: {TAME_SESION_ID: 'x', TAME_UNRELATED_THING: 'y'}})
    expect(warnings).toEqual(['TAME_SESION_ID sets nothing; did you mean TAME_SESSION_ID?'])
  })

  test.each<[Record<string, string>, string]>([
    [{TAME_TIMEOUT: 'soon'}, 'TAME_TIMEOUT must be a number of seconds, but is "soon"'],
    [{TAME_TIMEOUT: '-1'}, 'TAME_TIMEOUT must be more than 0, but is "-1"'],
    [{TAME_BYPASS_MODE: 'maybe'}, 'TAME_BYPASS_MODE must be true or false, but is "maybe"'],
    [{TAME_DURABILITY: 'ful'}, 'TAME_DURABILITY must be one of full, normal, but is "ful"'],
    [
      {TAME_API_URL: 'localhost:8000'},
      'TAME_API_URL must be an http:// or https:// URL without a query, but is "localhost:8000"',
    ],
    [{TAME_STORE: 'mysql://x'}, 'TAME_STORE must be sqlite:PATH or postgres://…, but is "mysql://x"'],
  ])('%j is an error', async (env, message) => {
    expect(await refusal(load(createWorkplace(), {env}))).toMatchObject({
      code: 'CONFIG_INVALID',
      message,
      exitCode: 2,
    })
  })
})

describe('a bad file', () => {
  test('is refused with every problem, its line and what to try', async () => {
    const place = createWorkplace()
    const file = place.write('.tamerc', 'api_ulr: http://a.example\ntimeout: soon\n')
    expect((await refusal(load(place))).toJSON()).toEqual({
      error: {
        code: 'CONFIG_INVALID',
        message: [
          `${file}:1:1: Unknown key "api_ulr"`,
          '  1 │ api_ulr: …',
          '    │ ^^^^^^^',
          `${file}:2:10: "timeout" must be a number of seconds, but is "soon"`,
          '  2 │ timeout: soon',
          '    │          ^^^^',
        ].join('\n'),
        suggestions: ['Did you mean "api_url"?', `Edit ${file}`],
      },
    })
  })

  test('in a package.json is pointed at in it', async () => {
    const place = createWorkplace()
    const file = place.write('package.json', '{\n  "tame": {\n    "timeuot": 3\n  }\n}\n')
    expect((await refusal(load(place))).message).toBe(
      [`${file}:3:5: Unknown key "timeuot"`, '  3 │     "timeuot": …', '    │     ^^^^^^^^^'].join('\n'),
    )
  })

  test('never shows a key', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_key: tk_secret\napi_key: tk_secret\n')
    const {message} = await refusal(load(place))
    expect(message).toContain('This key is there twice')
    expect(message).not.toContain('tk_secret')
  })

  test('that --config names and is not there is an error', async () => {
    const place = createWorkplace()
    expect(await refusal(load(place, {named: 'nope.yaml'}))).toMatchObject({
      code: 'CONFIG_MISSING',
      message: `There is no configuration file ${place.pathOf('nope.yaml')}`,
      exitCode: 2,
    })
  })

  test('that is a directory is an error', async () => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('dir'))
    expect((await refusal(load(place, {named: 'dir'}))).message).toBe(
      `Can't read the configuration file ${place.pathOf('dir')}: it is a directory`,
    )
  })
})
