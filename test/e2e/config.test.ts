import {statSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished} from '../helpers/workplace.js'

const json = ({stdout}: Finished): unknown => JSON.parse(stdout)

describe('tame config show', () => {
  test('prints every setting as a table', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'session_id: s1\n')
    const {status, stdout, stderr} = await place.run(['config', 'show'], {
      env: {TAME_API_KEY: 'tk_0123456789abcdef'},
    })
    expect({status, stderr}).toEqual({status: 0, stderr: ''})
    expect(stdout).toBe(
      [
        'KEY               VALUE',
        'api_url           -',
        'api_key           tk_…cdef',
        'session_id        s1',
        'agent_id          -',
        'user_id           -',
        'timeout           30',
        'raise_on_deny     true',
        'raise_on_approve  true',
        'bypass_mode       false',
        'policy            -',
        'store             -',
        'durability        full',
        'notify_command    -',
        'notify_url        -',
        'notify_secret     -',
        'format            table',
        'color             auto',
        '',
      ].join('\n'),
    )
  })

  test('with --origin --json names the origin of each value', async () => {
    const place = createWorkplace()
    const legacy = place.write('~/.tame/config.yaml', 'format: csv\n')
    const user = place.write('~/.config/tame/config.yaml', 'agent_id: mine\n')
    const project = place.write('.tame/config.yaml', '# ours\nsession_id: s1\n')
    const named = place.write('named.yaml', 'durability: normal\n')
    const finished = await place.run(
      ['config', 'show', '--origin', '--json', '--config', 'named.yaml', '--timeout', '5'],
      {
        env: {TAME_USER_ID: 'ada'},
      },
    )
    expect(json(finished)).toEqual({
      api_url: {value: null, origin: {kind: 'default', source: null, line: null}},
      api_key: {value: null, origin: {kind: 'default', source: null, line: null}},
      session_id: {value: 's1', origin: {kind: 'project', source: project, line: 2}},
      agent_id: {value: 'mine', origin: {kind: 'user', source: user, line: 1}},
      user_id: {value: 'ada', origin: {kind: 'environment', source: 'TAME_USER_ID', line: null}},
      timeout: {value: 5, origin: {kind: 'flag', source: '--timeout', line: null}},
      raise_on_deny: {value: true, origin: {kind: 'default', source: null, line: null}},
      raise_on_approve: {value: true, origin: {kind: 'default', source: null, line: null}},
      bypass_mode: {value: false, origin: {kind: 'default', source: null, line: null}},
      policy: {value: null, origin: {kind: 'default', source: null, line: null}},
      store: {value: null, origin: {kind: 'default', source: null, line: null}},
      durability: {value: 'normal', origin: {kind: 'config', source: named, line: 1}},
      notify_command: {value: null, origin: {kind: 'default', source: null, line: null}},
      notify_url: {value: null, origin: {kind: 'default', source: null, line: null}},
      notify_secret: {value: null, origin: {kind: 'default', source: null, line: null}},
      format: {value: 'csv', origin: {kind: 'legacy', source: legacy, line: 1}},
      color: {value: 'auto', origin: {kind: 'default', source: null, line: null}},
    })
  })

  test('covers every secret', async () => {
    const place = createWorkplace()
    const env = {
      TAME_API_KEY: 'tk_0123456789abcdef',
      TAME_STORE: 'postgres://me:hunter2@db/tame?password=hunter2',
    }
    for (const args of [
      ['config', 'show'],
      ['config', 'show', '--json', '--origin'],
      ['config', 'get', 'store'],
    ]) {
      const {stdout, stderr} = await place.run([...args, '--verbose'], {env})
      expect(stdout + stderr).not.toMatch(/hunter2|456789ab/)
    }
  })

  test('fits a narrow terminal', async () => {
    const place = createWorkplace()
    place.write('.tamerc', `session_id: ${'long'.repeat(40)}\n`)
    const terminal = place.open(['config', 'show', '--origin', '--no-color'], {columns: 40})
    expect(await terminal.finished).toBe(0)
    const lines = terminal.output().split('\r\n')
    expect(lines.every((line) => line.length <= 40)).toBe(true)
    expect(lines[0]).toBe('KEY               VALUE       FROM')
    expect(lines[3]).toMatch(/^session_id {8}longlongl… {2}\//)
  })
})

describe('tame config get', () => {
  test.each([
    ['timeout', '30\n'],
    ['api_url', ''],
    ['api-url', ''],
    ['TAME_TIMEOUT', '30\n'],
  ])('%s prints %j', async (key, stdout) => {
    expect(await createWorkplace().run(['config', 'get', key])).toEqual({status: 0, stdout, stderr: ''})
  })

  test('takes the flags of the old command line before the command', async () => {
    const place = createWorkplace()
    place.write('c.yaml', 'agent_id: a\n')
    const {stdout} = await place.run(['--config', 'c.yaml', '--verbose', 'config', 'get', 'agent_id'])
    expect(stdout).toBe('a\n')
  })

  test('with --json prints a value of its type', async () => {
    const place = createWorkplace()
    expect(json(await place.run(['config', 'get', 'timeout', '--json']))).toBe(30)
    expect(json(await place.run(['config', 'get', 'bypass_mode', '--json', '--no-bypass']))).toBe(false)
    expect(json(await place.run(['config', 'get', 'api_url', '--json']))).toBe(null)
  })
})

describe('tame config set', () => {
  test('writes the user’s file, and config get reads it back', async () => {
    const place = createWorkplace()
    const file = place.pathOf('~/.config/tame/config.yaml')
    const {status, stdout} = await place.run(['config', 'set', 'api_url', 'http://localhost:8000'])
    expect({status, stdout}).toEqual({status: 0, stdout: `Set api_url to http://localhost:8000 in ${file}\n`})
    expect((await place.run(['config', 'get', 'api_url'])).stdout).toBe('http://localhost:8000\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('reads a key from stdin and does not show it', async () => {
    const place = createWorkplace()
    const {stdout} = await place.run(['config', 'set', 'api_key', '-'], {input: 'tk_0123456789abcdef\n'})
    expect(stdout).toContain('Set api_key to tk_…cdef in ')
    expect(place.read('~/.config/tame/config.yaml')).toBe('api_key: tk_0123456789abcdef\n')
  })

  test('removes with --unset', async () => {
    const place = createWorkplace()
    place.write('c.yaml', 'timeout: 5\nagent_id: a\n')
    const {stdout} = await place.run(['config', 'set', 'timeout', '--unset', '--file', 'c.yaml', '--json'])
    expect(JSON.parse(stdout)).toEqual({file: place.pathOf('c.yaml'), key: 'timeout', value: null})
    expect(place.read('c.yaml')).toBe('agent_id: a\n')
  })

  test('says where the key in the file goes from now on', async () => {
    const place = createWorkplace()
    place.write('~/.config/tame/config.yaml', 'api_url: http://a.example\napi_key: tk_0123456789abcdef\n')
    const {status, stderr} = await place.run(['config', 'set', 'api_url', 'http://b.example'])
    expect({status, stderr}).toEqual({
      status: 0,
      stderr: `Warning: the api_key in ${place.pathOf('~/.config/tame/config.yaml')} was configured for http://a.example and is now sent to http://b.example\n`,
    })
  })

  test.each([
    [['timeout', 'soon'], 'timeout must be a number of seconds, but is "soon"'],
    [['timeout'], 'timeout needs a value'],
    [['timeuot', '5'], 'There is no setting "timeuot"'],
    [['bypass_mode', 'perhaps'], 'bypass_mode must be true or false, but is "perhaps"'],
  ])('%j changes nothing', async (args, message) => {
    const place = createWorkplace()
    const finished = await place.run(['config', 'set', ...args, '--json'])
    expect([finished.status, json(finished)]).toEqual([2, {error: expect.objectContaining({message})}])
    expect(() => place.read('~/.config/tame/config.yaml')).toThrow('ENOENT')
  })
})

describe('tame config save', () => {
  test('writes what the user decided and leaves the project’s part where it is', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'session_id: theirs\napi_url: http://evil.example\n')
    const {status, stdout} = await place.run(['config', 'save', '--agent-id', 'a', '--file', 'out/c.yaml'], {
      env: {TAME_TIMEOUT: '5', NO_COLOR: '1'},
    })
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: `Wrote agent_id, timeout to ${place.pathOf('out/c.yaml')}\n`,
    })
    expect(place.read('out/c.yaml')).toBe('agent_id: a\ntimeout: 5\n')
  })

  test('gives a file that --config reads', async () => {
    const place = createWorkplace()
    await place.run([
      'config',
      'save',
      '--file',
      '~/.tame/config.yaml'.replace('~', place.home),
      '--api-key',
      'tk_0123456789abcdef',
    ])
    const {stdout} = await place.run([
      '--config',
      place.pathOf('~/.tame/config.yaml'),
      'config',
      'get',
      'api_key',
    ])
    expect(stdout).toBe('tk_…cdef\n')
  })
})

describe('tame config load', () => {
  test('takes a file over', async () => {
    const place = createWorkplace()
    place.write('team.yaml', 'agent_id: a\npolicy: p.yaml\n')
    const {status, stdout} = await place.run(['config', 'load', 'team.yaml'])
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: `Wrote agent_id, policy to ${place.pathOf('~/.config/tame/config.yaml')}\n`,
    })
    expect((await place.run(['config', 'get', 'policy'])).stdout).toBe(`${place.pathOf('p.yaml')}\n`)
  })

  test('takes nothing of a file with a problem', async () => {
    const place = createWorkplace()
    place.write('team.yaml', 'agent_id: a\ntimeout: soon\n')
    expect((await place.run(['config', 'load', 'team.yaml'])).status).toBe(2)
    expect(() => place.read('~/.config/tame/config.yaml')).toThrow('ENOENT')
  })

  test('does not let a file’s URL have the user’s key', async () => {
    const place = createWorkplace()
    const mine = 'api_url: http://good.example\napi_key: tk_0123456789abcdef\n'
    place.write('~/.config/tame/config.yaml', mine)
    place.write('team.yaml', 'api_url: http://evil.example\n')
    const finished = await place.run(['config', 'load', 'team.yaml', '--json'])
    expect([finished.status, json(finished)]).toEqual([
      2,
      {error: expect.objectContaining({code: 'KEY_MOVES'})},
    ])
    expect(place.read('~/.config/tame/config.yaml')).toBe(mine)
  })
})

describe('tame config path', () => {
  test('lists the files, the strongest first', async () => {
    const place = createWorkplace()
    const project = place.write('.tamerc', '')
    expect(json(await place.run(['config', 'path', '--json']))).toEqual([
      {kind: 'project', path: project, exists: true},
      {kind: 'user', path: place.pathOf('~/.config/tame/config.yaml'), exists: false},
      {kind: 'legacy', path: place.pathOf('~/.tame/config.yaml'), exists: false},
    ])
  })

  test('works when one of them is broken', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'timeout: [\n')
    expect((await place.run(['config', 'path'])).status).toBe(0)
  })
})

describe('a broken configuration', () => {
  const text = 'agent_id: a\ntimuout: 5\n'

  test('is an error with the line and a suggestion', async () => {
    const place = createWorkplace()
    const file = place.write('.tamerc', text)
    expect(await place.run(['config', 'show'])).toEqual({
      status: 2,
      stdout: '',
      stderr: [
        `Error: ${file}:2:1: Unknown key "timuout"`,
        '  2 │ timuout: …',
        '    │ ^^^^^^^',
        'Code: CONFIG_INVALID',
        `Try this: Did you mean "timeout"? · Edit ${file}`,
        '',
      ].join('\n'),
    })
  })

  test('is the same in JSON', async () => {
    const place = createWorkplace()
    const file = place.write('.tamerc', text)
    const finished = await place.run(['config', 'show', '--json'])
    expect({...finished, stdout: json(finished)}).toEqual({
      status: 2,
      stderr: '',
      stdout: {
        error: {
          code: 'CONFIG_INVALID',
          message: `${file}:2:1: Unknown key "timuout"\n  2 │ timuout: …\n    │ ^^^^^^^`,
          suggestions: ['Did you mean "timeout"?', `Edit ${file}`],
        },
      },
    })
  })
})

test('bypass is loud at every use', async () => {
  const {stderr} = await createWorkplace().run(['config', 'get', 'bypass_mode'], {
    env: {TAME_BYPASS_MODE: '1'},
  })
  expect(stderr).toBe('Warning: bypass is on (TAME_BYPASS_MODE): every call runs, whatever the policy says\n')
})

test('a project’s file that oversteps is told about, and --json still prints JSON alone', async () => {
  const place = createWorkplace()
  const file = place.write('.tamerc', 'bypass_mode: true\n')
  const finished = await place.run(['config', 'get', 'bypass_mode', '--json'])
  expect(json(finished)).toBe(false)
  expect(finished.stderr).toContain(`bypass_mode in ${file}:1 is not obeyed`)
})
