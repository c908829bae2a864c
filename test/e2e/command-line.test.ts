import {closeSync, existsSync, openSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {readManifest} from '../../src/cli/manifest.js'
import {createWorkplace} from '../helpers/workplace.js'

const {version} = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string
}

const commands = Object.values(readManifest(path.join(import.meta.dirname, '../..')).commands)

test('--version names tame, the platform and Node', async () => {
  expect(await createWorkplace().run(['--version'])).toEqual({
    status: 0,
    stdout: `tame/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
    stderr: '',
  })
})

describe('help', () => {
  test.each([[['--help']], [['-h']], [['help']], [[]]])('of tame is what %j prints', async (args) => {
    const {status, stdout} = await createWorkplace().run(args)
    expect(status).toBe(0)
    expect(stdout).toContain('USAGE\n  $ tame COMMAND [FLAGS]\n')
    expect(stdout).toMatch(/^ {2}config +See and change the settings$/m)
  })

  test('of tame begins with what to do first', async () => {
    expect((await createWorkplace().run(['--help'])).stdout).toMatch(
      `
EXAMPLES
  $ tame init
  $ tame test read_file --args '{"path": "/tmp/test.txt"}'
  $ tame demo
  $ tame logs --follow
  $ tame status
  $ eval "$(tame autocomplete bash)"
`,
    )
  })

  test.each(commands)(
    'of $id has examples, and a word on each flag',
    async ({id, summary = '', examples = [], flags, args}) => {
      const {stdout} = await createWorkplace().run([...id.split(':'), '--help'])
      expect(stdout.startsWith(`${summary}\n`)).toBe(true)
      expect(stdout.split(summary)).toHaveLength(2)
      for (const example of examples) {
        const line = typeof example === 'string' ? `$ ${example}` : example.command
        expect(stdout).toContain(line.replace('<%= config.bin %>', 'tame'))
      }
      expect(examples.length).toBeGreaterThanOrEqual(2)
      const said = [...Object.values(flags), ...Object.values(args)].map(({description}) => description ?? '')
      expect(said.every((text) => text.length > 5)).toBe(true)
      expect(flags).toHaveProperty('json')
    },
  )

  test('needs no sound configuration', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'timeout: [')
    expect((await place.run(['config', 'get', '--help'])).status).toBe(0)
    expect((await place.run(['--version'])).status).toBe(0)
  })
})

describe('what is mistyped', () => {
  test.each<[string[], string, string[]]>([
    [['cnofig'], '"tame cnofig" is not a command', ['Did you mean "tame config"?', 'tame --help']],
    [
      ['config', 'gte', 'x'],
      '"tame config gte" is not a command',
      ['Did you mean "tame config get"?', 'tame config --help'],
    ],
    [['frobnicate'], '"tame frobnicate" is not a command', ['tame --help']],
    [['help', 'confg'], '"tame confg" is not a command', ['Did you mean "tame config"?', 'tame --help']],
    [['--verbos', 'config'], 'tame has no flag --verbos', ['Did you mean --verbose?', 'tame --help']],
    [
      ['config', 'show', '--orgin'],
      'Nonexistent flag: --orgin',
      ['Did you mean --origin?', 'tame config show --help'],
    ],
    [['config', 'show', 'x'], 'Unexpected argument: x', ['tame config show --help']],
    [
      ['config', 'get'],
      'Missing 1 required arg:\nkey  The setting, such as api_url',
      ['tame config get --help'],
    ],
    [
      ['config', 'get', 'api_url', '--timeout', 'soon'],
      '--timeout must be a number of seconds, but is "soon"',
      ['For example: 30'],
    ],
    [['config', 'get', 'api_url', '--timeout'], 'Flag --timeout expects a value', ['tame config get --help']],
  ])('as in %j is an error of status 2, in text and in JSON', async (args, message, suggestions) => {
    const place = createWorkplace()
    const text = await place.run(args)
    expect({status: text.status, stdout: text.stdout}).toEqual({status: 2, stdout: ''})
    expect(text.stderr).toContain(`Error: ${message}\nCode: `)
    expect(text.stderr).toContain(`\nTry this: ${suggestions.join(' · ')}\n`)
    const {status, stdout, stderr} = await place.run(
      [...args, '--json'].sort((a, b) => Number(b === '--json') - Number(a === '--json')),
    )
    expect({status, stderr, json: JSON.parse(stdout)}).toEqual({
      status: 2,
      stderr: '',
      json: {error: {code: expect.any(String), message, suggestions}},
    })
  })
})

describe('colour', () => {
  const red = '\u001b[31m'

  test('is there on a terminal', async () => {
    const terminal = createWorkplace().open(['cnofig'])
    expect(await terminal.finished).toBe(2)
    expect(terminal.output()).toContain(red)
  })

  test.each<[string, string[], Record<string, string>]>([
    ['NO_COLOR', [], {NO_COLOR: '1'}],
    ['TAME_COLOR', [], {TAME_COLOR: 'never'}],
    ['--no-color', ['--no-color'], {}],
    ['TERM=dumb', [], {TERM: 'dumb'}],
  ])('is not with %s', async (_, flags, env) => {
    const place = createWorkplace()
    for (const args of [['cnofig'], ['config', 'get', 'nope'], ['config', 'show'], ['--help']]) {
      const terminal = place.open([...flags, ...args], {env})
      await terminal.finished
      expect(terminal.output()).not.toContain('\u001b[')
    }
  })

  test('is not in a pipe, unless it is asked for', async () => {
    const place = createWorkplace()
    expect((await place.run(['config', 'show'])).stdout).not.toContain('\u001b[')
    expect((await place.run(['config', 'show'], {env: {FORCE_COLOR: '1'}})).stdout).toContain('\u001b[')
  })
})

test.each([
  [['--help']],
  [['config', 'show']],
  [['config', 'show', '--json']],
  [['config', 'get', 'nope', '--json']],
])('a reader of %j that goes away is told nothing and is no failure', async (args) => {
  const {status, stderr} = await createWorkplace().run(args, {unread: true})
  expect({status, stderr}).toEqual({status: args.includes('nope') ? 2 : 0, stderr: ''})
})

test.skipIf(!existsSync('/dev/full'))('a disk that is full is told about', async () => {
  const full = openSync('/dev/full', 'w')
  onTestFinished(() => closeSync(full))
  for (const args of [['config', 'show'], ['config', 'show', '--json'], ['--help'], ['--version']]) {
    const {status, stderr} = await createWorkplace().run(args, {stdout: full})
    expect({status, stderr}).toEqual({
      status: 1,
      stderr:
        "Error: Can't write the answer to stdout: ENOSPC: no space left on device, write\nCode: OUTPUT_FAILED\nTry this: df -h . · Send it elsewhere\n",
    })
  }
})
