import path from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {describe, expect, test} from 'vitest'
import {readCommandLine} from '../../src/cli/command-line.js'
import {examplesOf} from '../../src/cli/examples.js'
import {readManifest} from '../../src/cli/manifest.js'
import {createWorkplace} from '../helpers/workplace.js'

const {commands} = readManifest(path.join(import.meta.dirname, '../..'))

/** Everything that has help: tame, the groups, the commands. */
const subjects = [
  '',
  ...new Set(
    Object.keys(commands).flatMap((id) =>
      id.split(':').map((_, end, words) => words.slice(0, end + 1).join(' ')),
    ),
  ),
]

test('the help on a group', async () => {
  const {status, stdout, stderr} = await createWorkplace().run(['config', '--help'])
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  expect(stdout).toBe(`See and change the settings

USAGE
  $ tame config COMMAND [FLAGS]

COMMANDS
  config get   Print one setting in force
  config load  Take the settings of a file over into your own configuration
  config path  List the configuration files, the strongest first
  config save  Write the settings in force to a configuration file
  config set   Set one setting, or remove it
  config show  Show the settings in force

EXAMPLES
  $ tame config get api_url
  $ tame config load team.yaml
  $ tame config path
  $ tame config save --api-url http://localhost:8000 --agent-id researcher
  $ tame config set api_url http://localhost:8000
  $ tame config show
`)
})

test('the help on a command', async () => {
  expect((await createWorkplace().run(['config', 'get', '--help'])).stdout).toBe(`Print one setting in force

USAGE
  $ tame config get KEY [FLAGS]

DESCRIPTION
  Prints nothing when it is not set. A secret is covered.

ARGUMENTS
  KEY  The setting, such as api_url

GLOBAL FLAGS
  --agent-id=ID      The agent that calls
  --api-key=KEY      The key to show the server
  --api-url=URL      The server to ask; without one tame decides here
  --[no-]bypass      Let every call run, and record that it was let
  --config=FILE      A configuration file to put before the usual ones
  --json             Print one JSON value and nothing else, errors too
  --no-color         Print without colour
  --policy=FILE      The policy to decide by
  --session-id=ID    The session that calls belong to
  --store=URL        Where the record is kept: sqlite:PATH
  --timeout=SECONDS  How long to wait for the server
  --user-id=ID       The user it calls for
  --verbose          Say on stderr what is read, and why something failed

EXAMPLES
  $ tame config get api_url
  $ tame config get timeout --json
`)
})

test('the help on a group in a narrow terminal', async () => {
  const terminal = createWorkplace().open(['config', '--help', '--no-color'], {columns: 40, rows: 60})
  expect(await terminal.finished).toBe(0)
  expect(terminal.output().replaceAll('\r', '')).toBe(`See and change the settings

USAGE
  $ tame config COMMAND [FLAGS]

COMMANDS
  config get   Print one setting in
               force
  config load  Take the settings of a
               file over into your own
               configuration
  config path  List the configuration
               files, the strongest
               first
  config save  Write the settings in
               force to a
               configuration file
  config set   Set one setting, or
               remove it
  config show  Show the settings in
               force

EXAMPLES
  $ tame config get api_url
  $ tame config load team.yaml
  $ tame config path
  $ tame config save --api-url \\
      http://localhost:8000 --agent-id \\
      researcher
  $ tame config set api_url \\
      http://localhost:8000
  $ tame config show
`)
})

describe.each(subjects)('the help on "tame %s"', (subject) => {
  const words = subject.split(' ').filter((word) => word !== '')

  test('says the same at any width, in lines that fit', async () => {
    const place = createWorkplace()
    const piped = (await place.run([...words, '--help'])).stdout
    for (const columns of [40, 80, 200]) {
      const terminal = place.open([...words, '--help'], {columns, rows: 200})
      await terminal.finished
      const lines = stripVTControlCharacters(terminal.output()).split('\r\n')
      expect(lines.filter((line) => line.length > columns && !quotedAlone.test(line))).toEqual([])
      expect(wordsOf(lines.join('\n'))).toEqual(wordsOf(piped))
    }
  })

  test('has examples, of commands that are there', () => {
    const examples = examplesOf(words, commands)
    expect(examples.length).toBeGreaterThan(0)
    for (const {command} of examples) {
      const typed = /\btame ([^"')|;]*)/.exec(command)?.[1]?.trim().split(' ') ?? []
      expect(readCommandLine(typed, commands)).toHaveProperty('kind', 'command')
    }
  })

  test('is one JSON value with --json, and nothing else', async () => {
    const place = createWorkplace()
    const {status, stdout, stderr} = await place.run([...words, '--help', '--json'])
    expect({status, stderr}).toEqual({status: 0, stderr: ''})
    expect(JSON.parse(stdout)).toMatchObject({
      command: ['tame', ...words].join(' '),
      summary: expect.stringMatching(/./),
      examples: expect.arrayContaining([
        expect.objectContaining({command: expect.stringContaining('tame ')}),
      ]),
    })
    expect(stdout).not.toContain('<%')
    expect(await place.run(['help', ...words, '--json'])).toHaveProperty('stdout', stdout)
    expect(await place.run(['--json', 'help', ...words])).toHaveProperty('stdout', stdout)
  })
})

/** What a shell reads as one word can't be broken. */
const quotedAlone = /^ +'[^']*'( \\)?$/

/** The words of a text, without what breaks a line that a shell is to read. */
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '\\' && word !== '')

test.each([[['--help', '--json']], [['-h', '--json']], [['--json', '--help']], [['config', '-h', '--json']]])(
  '%j prints help as JSON',
  async (args) => {
    const {status, stdout} = await createWorkplace().run(args)
    expect({status, json: JSON.parse(stdout)}).toEqual({
      status: 0,
      json: expect.objectContaining({commands: expect.any(Array)}),
    })
  },
)

test.each([[['--version', '--json']], [['--json', '--version']]])(
  '%j prints the version as JSON',
  async (args) => {
    const {status, stdout, stderr} = await createWorkplace().run(args)
    expect({status, stderr, json: JSON.parse(stdout)}).toEqual({
      status: 0,
      stderr: '',
      json: {
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        platform: process.platform,
        arch: process.arch,
        node: process.versions.node,
      },
    })
  },
)
