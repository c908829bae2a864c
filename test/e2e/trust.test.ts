import {mkdirSync, statSync, symlinkSync, utimesSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {serve} from '../helpers/serving.js'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const code = ({stdout}: Finished): unknown => (JSON.parse(stdout) as {error?: {code: string}}).error?.code
const mine = 'api_url: http://good.example\napi_key: tk_0123456789abcdef\n'

describe('tame config load', () => {
  test.each(['bypass_mode: true', 'raise_on_deny: false', 'raise_on_approve: false'])(
    'does not take over %s',
    async (text) => {
      const place = createWorkplace()
      place.write('team.yaml', `agent_id: a\n${text}\n`)
      const finished = await place.run(['config', 'load', 'team.yaml', '--json'])
      expect([finished.status, code(finished)]).toEqual([2, 'POLICY_WEAKENED'])
      expect(() => place.read('~/.config/tame/config.yaml')).toThrow('ENOENT')
    },
  )

  test('brings no URL to a key that lies elsewhere', async () => {
    const place = createWorkplace()
    place.write('team.yaml', 'api_url: http://evil.example\n')
    const finished = await place.run(['config', 'load', 'team.yaml', '--json'], {
      env: {TAME_API_KEY: 'tk_0123456789abcdef'},
    })
    expect([finished.status, code(finished)]).toEqual([2, 'KEY_MOVES'])
  })

  test('does not overwrite the user’s key', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', mine)
    place.write('team.yaml', 'api_url: http://team.example\napi_key: tk_team_9876543210\n')
    const finished = await place.run(['config', 'load', 'team.yaml', '--json'])
    expect([finished.status, code(finished)]).toEqual([2, 'KEY_REPLACED'])
    expect(place.read('~/.config/tame/config.yaml')).toBe(mine)
  })

  test('takes a URL with its key over where there is none', async () => {
    const place = createWorkplace()
    place.write('team.yaml', 'api_url: http://team.example\napi_key: tk_team_9876543210\n')
    expect((await place.run(['config', 'load', 'team.yaml'])).status).toBe(0)
    expect((await place.run(['config', 'get', 'api_key'])).stdout).toBe('tk_…3210\n')
  })
})

describe('tame config save', () => {
  test('puts no new URL beside an old key', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', mine)
    const finished = await place.run(['config', 'save', '--api-url', 'http://new.example', '--json'])
    expect([finished.status, code(finished)]).toEqual([2, 'KEY_MOVES'])
    expect(place.read('~/.config/tame/config.yaml')).toBe(mine)
  })

  test('puts no key beside a URL that the file brought along', async () => {
    const place = createWorkplace()
    place.write('team.yaml', 'api_url: http://evil.example\n')
    const finished = await place.run(['config', 'save', '--file', 'team.yaml', '--json'], {
      env: {TAME_API_KEY: 'tk_0123456789abcdef'},
    })
    expect([finished.status, code(finished)]).toEqual([2, 'KEY_MOVES'])
  })

  test('writes no key into a project’s file', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', mine)
    const finished = await place.run(['config', 'save', '--file', '.tamerc', '--json'])
    expect([finished.status, code(finished)]).toEqual([2, 'KEY_IN_PROJECT'])
  })

  test('keeps what the user’s own files say', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', `${mine}agent_id: a\n`)
    await place.run(['config', 'save', '--file', 'copy.yaml'])
    expect(place.read('copy.yaml')).toBe(`${mine}agent_id: a\n`)
  })

  test('of nothing writes nothing', async () => {
    const place = createWorkplace()
    const {stdout} = await place.run(['config', 'save', '--file', 'c.yaml'])
    expect(stdout).toBe(`Nothing to write to ${place.pathOf('c.yaml')}\n`)
    expect(() => place.read('c.yaml')).toThrow('ENOENT')
  })
})

describe('tame config set', () => {
  test.each<[string[], string]>([
    [
      ['api_key', 'tk_0123456789abcdef', '--file', '.tamerc'],
      "is a project's file: keep the api_key out of its repository",
    ],
    [['bypass_mode', 'true', '--file', '.tamerc'], "bypass_mode: true is not obeyed in a project's file"],
    [['bypass_mode', 'true'], 'bypass_mode is true from now on: the policy loses its force'],
  ])('%j warns', async (args, warning) => {
    const {status, stderr} = await createWorkplace().run(['config', 'set', ...args])
    expect(status).toBe(0)
    expect(stderr).toContain(warning)
  })

  test('masks the passwords of URLs in its warning', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'api_url: http://u:hunter2@good.example\napi_key: tk_1\n')
    const {stdout, stderr} = await place.run(['config', 'set', 'api_url', 'http://v:hunter3@b.example'])
    expect(stdout + stderr).not.toMatch(/hunter/)
  })

  test.each([
    [['timeout', '5', '--config', 'c.yaml'], 'USAGE'],
    [['timeout', '5', '--unset'], 'USAGE'],
    [['timeout', '5', '--timeout', 'soon'], 'CONFIG_INVALID'],
  ])('%j is asked wrongly', async (args, expected) => {
    const place = createWorkplace()
    place.write('c.yaml', '')
    const finished = await place.run(['config', 'set', ...args, '--json'])
    expect([finished.status, code(finished)]).toEqual([2, expected])
  })

  test('names the file behind a link', async () => {
    const place = createWorkplace()
    const target = place.write('~/.config/tame/config.yaml', 'timeout: 5\n')
    symlinkSync(target, place.pathOf('.tamerc'))
    const {stdout} = await place.run(['config', 'set', 'agent_id', 'a', '--file', '.tamerc'])
    expect(stdout).toBe(`Set agent_id to a in ${target}\n`)
  })

  test('changes no second value by way of an alias', async () => {
    const place = createWorkplace()
    const text = 'session_id: &x foo\nagent_id: *x\n'
    place.write('c.yaml', text)
    for (const args of [
      ['session_id', 'bar'],
      ['session_id', '--unset'],
    ]) {
      const finished = await place.run(['config', 'set', ...args, '--file', 'c.yaml', '--json'])
      expect([finished.status, code(finished)]).toEqual([1, 'TEXT_HAS_ALIASES'])
    }
    expect(place.read('c.yaml')).toBe(text)
  })

  test('keeps line ends and the mark of some editors, and leaves no {} behind', async () => {
    const place = createWorkplace()
    place.write('c.yaml', '\ufeff# mine\r\ntimeout: 5\r\nagent_id: a\r\n')
    await place.run(['config', 'set', 'timeout', '6', '--file', 'c.yaml'])
    expect(place.read('c.yaml')).toBe('\ufeff# mine\r\ntimeout: 6\r\nagent_id: a\r\n')
    place.write('c.yaml', '# mine\ntimeout: 5\n')
    await place.run(['config', 'set', 'timeout', '--unset', '--file', 'c.yaml'])
    expect(place.read('c.yaml')).toBe('# mine\n')
  })

  test('takes the turn of a process that was killed', async () => {
    const place = createWorkplace()
    utimesSync(place.write('c.yaml.lock', 'half'), 0, 0)
    expect((await place.run(['config', 'set', 'timeout', '5', '--file', 'c.yaml'])).status).toBe(0)
    expect(place.read('c.yaml')).toBe('timeout: 5\n')
  })

  test('puts a whole new file in the old one’s place', async () => {
    const place = createWorkplace()
    const file = place.write('c.yaml', 'timeout: 5\n')
    const before = statSync(file).ino
    await place.run(['config', 'set', 'timeout', '6', '--file', 'c.yaml'])
    expect(statSync(file).ino).not.toBe(before)
  })

  test('reads no more than a mebibyte', async () => {
    const finished = await createWorkplace().run(['config', 'set', 'agent_id', '-', '--json'], {
      input: 'a'.repeat(2 ** 20 + 1),
    })
    expect([finished.status, code(finished)]).toEqual([2, 'INPUT_TOO_LARGE'])
  })
})

describe('a home that is no absolute path', () => {
  test.each(['', '.', 'relative'])('%j does not make the repository the user', async (HOME) => {
    const place = createWorkplace()
    place.write('.config/tame/config.yaml', 'bypass_mode: true\n')
    place.write('relative/.config/tame/config.yaml', 'bypass_mode: true\n')
    const {stdout} = await place.run(['config', 'get', 'bypass_mode'], {env: {HOME}})
    expect(stdout).toBe('false\n')
  })
})

test('a short key is covered whole', async () => {
  const {stdout} = await createWorkplace().run(['config', 'get', 'api_key'], {
    env: {TAME_API_KEY: 'tk_12345678'},
  })
  expect(stdout).toBe('…\n')
})

test('DEBUG=* does not print what was typed', async () => {
  const {stdout, stderr} = await createWorkplace().run(
    ['config', 'get', 'timeout', '--api-key', 'tk_SECRET'],
    {env: {DEBUG: '*'}},
  )
  expect(stdout + stderr).not.toContain('tk_SECRET')
})

test('--verbose tells the cause of an error', async () => {
  const place = createWorkplace()
  mkdirSync(place.pathOf('dir'))
  const {stderr} = await place.run(['config', 'show', '--config', 'dir', '--verbose'])
  expect(stderr).toContain("code: 'EISDIR'")
})

test('bypass from a file is as loud', async () => {
  const place = createWorkplace()
  const file = place.write('~/.config/tame/config.yaml', 'bypass_mode: true\n')
  const {stderr} = await place.run(['config', 'get', 'timeout'])
  expect(stderr).toBe(`Warning: bypass is on (${file}:1): every call runs, whatever the policy says\n`)
})

test('the color of the configuration is obeyed by errors, and by what works without one', async () => {
  const place = createWorkplace()
  place.write('.tamerc', 'color: never\n')
  for (const args of [['config', 'path'], ['config', 'get', 'nope'], ['nope']]) {
    const terminal = place.open(args)
    await terminal.finished
    expect(terminal.output()).not.toContain('\u001b[')
  }
  const {stderr} = await createWorkplace().run(['nope'], {env: {FORCE_COLOR: '1'}})
  expect(stderr).toContain('\u001b[31m')
})

test.each([[['\u001b[31mx\u202e']], [['config', 'get', '\u001b[2J']], [['config', 'show', '--\u001b[2J']]])(
  'what is typed as %j moves no cursor on its way back',
  async (args) => {
    const {stderr} = await createWorkplace().run(args)
    expect(stderr).not.toContain('\u001b')
    expect(stderr).not.toContain('\u202e')
  },
)

describe('a project that names a server', () => {
  const warning = (url: string, file: string): string =>
    `Warning: every call goes, with its arguments, to ${url}, because ${file}:1 says so. If you want that: tame config set api_url ${url}\n`

  async function served(): Promise<{place: Workplace; url: string; file: string}> {
    const place = createWorkplace()
    place.write('policy.yaml', 'version: "1.0"\nrules: [{name: all, action: allow}]\n')
    const {url} = await serve(place)
    return {place, url, file: place.write('.tamerc', `api_url: ${url}\n`)}
  }

  test('has that said whenever it is asked, beside the answer', async () => {
    const {place, url, file} = await served()
    const {status, stdout, stderr} = await place.run(['test', 'read_file', '--args', '{}', '--json'])
    expect([status, JSON.parse(stdout).decision, stderr]).toEqual([0, 'allow', warning(url, file)])
  })

  test('has it said once at a prompt', async () => {
    const {place, url, file} = await served()
    const {stderr} = await place.run(['interactive'], {input: 'test a --args {}\ntest b --args {}\n'})
    expect(stderr).toBe(warning(url, file))
  })

  test('has nothing said where nobody is asked, and when the user wants it', async () => {
    const {place, url} = await served()
    expect((await place.run(['config', 'get', 'api_url'])).stderr).toBe('')
    await place.run(['config', 'set', 'api_url', url])
    expect((await place.run(['test', 'read_file', '--args', '{}'])).stderr).toBe('')
  })
})
