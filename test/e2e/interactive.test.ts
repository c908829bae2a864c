import {readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {openRoughServer, saysNothing} from '../helpers/rough-server.js'
import {serve} from '../helpers/serving.js'
import type {Terminal} from '../helpers/terminal.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file]
    condition: under(tool_args.path, "/tmp")
    action: allow
`

const built = path.join(import.meta.dirname, '../../dist/cli')

const history = '~/.local/state/tame/history'

function workplace(): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  return place
}

/** Ends with an empty prompt: all that was asked for is answered. */
const isReady = (text: string): boolean => /❯\n⏎ run[^\n]*$/.test(text)

async function openPrompt(place: Workplace, ...flags: string[]): Promise<Terminal> {
  const terminal = place.open(['interactive', ...flags], {env: {NO_COLOR: '1'}})
  await terminal.waitForScreen(isReady)
  return terminal
}

/** Types something, and resolves with what is seen as soon as all of it is there. */
async function answer(terminal: Terminal, typed: string, ...wanted: readonly string[]): Promise<string> {
  terminal.type(typed)
  return terminal.waitForScreen((text) => isReady(text) && wanted.every((each) => text.includes(each)))
}

async function leave(terminal: Terminal): Promise<void> {
  terminal.type('\u0004')
  expect(await terminal.finished).toBe(0)
  expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
}

describe('the prompt in a terminal', () => {
  test('runs commands, and keeps what they said above it', async () => {
    const terminal = await openPrompt(workplace())
    await answer(terminal, 'tame test read_file --args path=/tmp/a\r', '✔ allow read_file by temp_files')
    await answer(terminal, 'explain\r', 'temp_files (allow, line 3) applies')
    await answer(terminal, 'expect deny\r', 'Error: Expected deny, but read_file is allow by temp_files')
    await answer(terminal, 'again --dry-run\r', 'none: nothing was recorded')
    const shown = await answer(terminal, 'bogus\r', '"tame bogus" is not a command')
    expect(shown.split('\n')[0]).toBe('tame ❯ tame test read_file --args path=/tmp/a')
    await leave(terminal)
  })

  test('is edited, and cleared with Ctrl-C', async () => {
    const terminal = await openPrompt(workplace())
    terminal.type('status --jsn')
    terminal.type('\u001b[D\u001b[Do\u0017\u0003')
    await answer(terminal, 'VERSION\u001bb\u0015\u000b--vers\u0001\u0005ion\r', '\ntame/0.1.0\n')
    await leave(terminal)
  })

  test('remembers what was typed the next time, and finds it; no secret, and for its owner alone', async () => {
    const place = workplace()
    const first = await openPrompt(place)
    await answer(first, 'test read_file --args {"path":\r"/tmp/one"}\r', '✔ allow')
    await answer(first, 'config set api_key tk_0123456789abcdef\r', 'Set api_key')
    await answer(first, 'config get agent_id\r', 'config get agent_id\n')
    await leave(first)
    expect(place.read(history).split('\n')).toEqual([
      String.raw`"test read_file --args {\"path\":\n\"/tmp/one\"}"`,
      '"config get agent_id"',
      '',
    ])
    expect(statSync(place.pathOf(history)).mode & 0o777).toBe(0o600)
    const second = await openPrompt(place)
    second.type('\u0012tmp')
    await second.waitForScreen((text) => text.includes('search “tmp” ❯ test read_file'))
    await answer(second, '\r', '✔ allow read_file by temp_files')
    await answer(second, '\u001b[A\u001b[A\u001b[A\r', 'config get agent_id\n')
    await leave(second)
  })

  test('completes commands, flags, tools, rules, sessions and files', async () => {
    const place = workplace()
    place.write('calls/one.json', '{"path": "/tmp/a"}')
    const terminal = await openPrompt(place)
    await answer(
      terminal,
      'te\trea\t--args @ca\ton\t--sess\tnightly\r',
      '✔ allow read_file by temp_files',
      'nightly',
    )
    terminal.type('logs --rule t\t--tool re\t--session-id \t')
    await terminal.waitForScreen((text) =>
      text.includes('--rule temp_files --tool read_file --session-id nightly'),
    )
    terminal.type('\u0003test read_file --e\t')
    await terminal.waitForScreen((text) => /--explain +Also say why/.test(text))
    terminal.type('\t\t')
    await terminal.waitForScreen((text) => text.includes('❯ test read_file --exit-code\n'))
    await answer(terminal, '\u0003', '⏎ run')
    await leave(terminal)
  })

  test('says under an expression what is wrong with it, and how arguments are given', async () => {
    const terminal = await openPrompt(workplace())
    terminal.type('test ')
    await terminal.waitForScreen((text) => text.includes('TOOL  The tool that is called'))
    terminal.type("\u0003policy eval '1 = 2")
    await terminal.waitForScreen((text) =>
      text.includes("❯ policy eval '1 = 2\n                      ^ `=` is written `==`"),
    )
    await answer(terminal, "\u007f\u007f\u007f== 1'\r", '\ntrue\n')
    await leave(terminal)
  })

  test('checks the policy when it is saved, and decides the last calls again', async () => {
    const place = workplace()
    const terminal = await openPrompt(place)
    await answer(terminal, 'test read_file --args path=/tmp/a,password=s3cret\r', '✔ allow')
    await answer(terminal, 'test read_file --args path=/etc/a --dry-run\r', '✖ deny')
    place.write('policy.yaml', policy.replace('/tmp', '/etc').replace('temp_files', 'etc_files'))
    const shown = await terminal.waitForScreen(
      (text) => isReady(text) && text.includes('2 calls decided again, 2 of them otherwise'),
    )
    expect(shown).toContain('policy.yaml was saved\n✔ policy.yaml: version 1.0, 1 rule\n')
    expect(shown).toMatch(/TOOL +NOW +WAS +RULE +ARGUMENTS\n/)
    expect(shown).toMatch(/read_file +✖ deny +✔ allow +\(default\), was temp_files +path="\/tmp\/a"/)
    expect(shown).toMatch(/read_file +✔ allow +✖ deny +etc_files, was \(default\) +path="\/etc\/a"/)
    expect(shown.split('NOW')[1]).not.toContain('s3cret')
    await answer(terminal, 'expect allow\r', '✔ read_file is allow')
    place.write('policy.yaml', `${policy}  - name: broken\n    condition: a = \n    action: allow\n`)
    await terminal.waitForScreen(
      (text) => isReady(text) && text.includes('Until it is mended, every call is refused'),
    )
    await answer(terminal, 'again\r', 'POLICY_INVALID')
    await leave(terminal)
  })

  test('decides again what was recorded before, but not what has something hidden in it', async () => {
    const place = workplace()
    for (const args of ['path=/tmp/before', 'path=/tmp/a,password=s3cret'])
      await place.run(['test', 'read_file', '--args', args])
    const terminal = await openPrompt(place)
    await answer(terminal, 'status\r', 'healthy')
    place.write('policy.yaml', policy.replace('action: allow', 'action: deny'))
    const shown = await terminal.waitForScreen(
      (text) => isReady(text) && text.includes('1 call decided again, 1 of them otherwise'),
    )
    expect(shown).toMatch(/read_file +✖ deny +✔ allow +temp_files +path="\/tmp\/before"/)
    await answer(terminal, 'expect deny\r', 'No call was decided here yet')
    await leave(terminal)
  })

  test('says who calls, and leaves it again', async () => {
    const terminal = await openPrompt(workplace(), '--agent-id', 'researcher')
    terminal.type('set session nightly\r')
    await terminal.waitForScreen((text) => text.includes('tame nightly·researcher ❯\n⏎'))
    await answer(terminal, 'test read_file --args path=/tmp/a\r', 'session   nightly')
    terminal.type('unset agent\r')
    await terminal.waitForScreen((text) => text.includes('tame nightly ❯\n⏎'))
    await answer(terminal, 'set\r', 'session  nightly\nagent    - (as configured)')
    await leave(terminal)
  })

  test('takes five hundred pasted lines, also from a terminal that does not mark them', async () => {
    const place = workplace()
    const lines = Array.from({length: 500}, (_, at) => `set session s${at + 1}`)
    const terminal = await openPrompt(place)
    terminal.type(`\u001b[200~${lines.join('\r')}\u001b[201~`)
    await terminal.waitForScreen((text) => text.includes('set session s500\n'))
    terminal.type('\r')
    await terminal.waitForScreen((text) => text.includes('tame s500 ❯\n⏎'))
    terminal.type(`${lines.slice(0, 20).join('\r')}\r`)
    await terminal.waitForScreen((text) => text.includes('tame s20 ❯\n⏎'))
    await leave(terminal)
  })

  test('shows above its answer the whole of what was typed, also where it is wider than the terminal', async () => {
    const terminal = workplace().open(['interactive'], {columns: 40, env: {NO_COLOR: '1'}})
    await terminal.waitForScreen(isReady)
    const shown = await answer(
      terminal,
      'test a_tool_of_a_long_name --args path=/tmp/a --dry-run\r',
      '✖ deny',
    )
    expect(shown.split('\n').slice(0, 2)).toEqual([
      'tame ❯ test a_tool_of_a_long_name --arg',
      '       s path=/tmp/a --dry-run',
    ])
    await leave(terminal)
  })

  test('is drawn anew in a terminal of another size', async () => {
    const terminal = await openPrompt(workplace())
    terminal.type('test read_file --args path=/tmp/a --dry-run')
    await terminal.waitForScreen((text) => text.includes('❯ test read_file --args path=/tmp/a --dry-run\n'))
    terminal.resize(40, 15)
    await terminal.waitForScreen((text) =>
      text.includes('tame ❯ test read_file --args path=/tmp/\n       a --dry-run\n'),
    )
    terminal.resize(200, 50)
    const shown = await terminal.waitForScreen((text) => text.includes('path=/tmp/a --dry-run\n'))
    expect(shown.match(/❯/g)).toHaveLength(1)
    await answer(terminal, '\r', '✔ allow')
    await leave(terminal)
  })

  test('lends the terminal to a screen, and takes Ctrl-C there for what runs and not for itself', async () => {
    const terminal = await openPrompt(workplace())
    terminal.type('logs --follow\r')
    await terminal.waitForScreen((text) => text.includes('● live'))
    terminal.type('\u0003')
    await terminal.waitForScreen(isReady)
    terminal.type('logs --follow --json\r')
    await terminal.waitFor('Waiting for calls')
    terminal.type('\u0003')
    await terminal.waitForScreen(isReady)
    await leave(terminal)
  })

  test('ends what runs at Ctrl-C, and what was to run after it', async () => {
    const place = workplace()
    const call = 'call: {tool: read_file, args: {path: /tmp/a}}, expect: allow'
    const cases = Array.from({length: 100}, (_, at) => `  - {name: c${at}, repeat: 1000, ${call}}\n`)
    place.write('policy.test.yaml', `cases:\n${cases.join('')}`)
    // As many calls as a suite may make, and each of them long enough that they are not over before the key.
    const rules = Array.from(
      {length: 2000},
      (_, at) => `  - {name: r${at}, condition: tool_args.path == "${at}", action: deny}\n`,
    )
    place.write('policy.yaml', `version: "1.0"\nrules:\n${rules.join('')}  - {name: rest, action: allow}\n`)
    const terminal = await openPrompt(place)
    terminal.type('\u001b[200~policy test\rset session after\u001b[201~\r')
    await terminal.waitForScreen((text) => text.endsWith('set session after\n'))
    terminal.type('\u0003')
    const shown = await terminal.waitForScreen(isReady)
    expect(shown).not.toContain('passed')
    expect(shown).toMatch(/\ntame ❯\n⏎ run[^\n]*$/)
    await leave(terminal)
  })

  test('leaves out what was to come after a question that was answered with Ctrl-C', async () => {
    const place = workplace()
    const terminal = await openPrompt(place)
    terminal.type('\u001b[200~init --ci github\nset session other\u001b[201~\r')
    await terminal.waitFor('Write this? [Y/n]')
    const shown = await answer(terminal, '\u0003', 'Code: INTERRUPTED')
    expect(shown.split('\n').filter((line) => line.endsWith('❯'))).toEqual(['tame ❯'])
    await leave(terminal)
  })

  test('is left with a Ctrl-D that was typed while a command ran, when that has ended', async () => {
    const terminal = await openPrompt(workplace())
    terminal.type('demo --calls 2 --rate 4\r')
    await terminal.waitFor('Pretend agents make 2 calls')
    await leave(terminal)
    expect(terminal.output()).toContain('Next:\r\n  tame logs')
  })

  test('gives the terminal back when it is ended from outside', async () => {
    const terminal = await openPrompt(workplace())
    terminal.signal('SIGTERM')
    await terminal.finished
    expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
  })
})

test('a terminal that can show no prompt takes commands line by line, and says so', async () => {
  const terminal = workplace().open(['interactive'], {env: {TERM: 'dumb'}})
  await terminal.waitFor('Type a command a line; Ctrl-D ends')
  terminal.type('test read_file --args path=/tmp/a --dry-run\r')
  await terminal.waitFor('✔ allow read_file by temp_files')
  terminal.type('\u0004')
  expect(await terminal.finished).toBe(0)
  expect(terminal.output()).not.toContain('\u001b')
})

describe('the prompt of a server', () => {
  const flagsFor = (url: string): string[] => ['--api-url', url]

  test('has all of it answered there, says when it is gone, and goes on when it is back', async () => {
    const place = workplace()
    const server = await serve(place)
    const terminal = await openPrompt(place, ...flagsFor(server.url))
    const {host} = new URL(server.url)
    expect(terminal.screen().text).toContain(`tame @${host} ❯\n`)
    await answer(terminal, 'test read_file --args path=/tmp/a --session-id nightly\r', '✔ allow read_file')
    await answer(terminal, 'explain\r', 'temp_files (allow, line 3) applies')
    await answer(terminal, 'expect allow\r', '✔ read_file is allow')
    terminal.type('logs --session-id \t')
    await terminal.waitForScreen((text) => text.includes('logs --session-id nightly'))
    await answer(terminal, '\u0003status\r', `at ${server.url}`)
    await server.end('SIGKILL')
    await answer(terminal, 'again\r', 'Code: SERVER_UNREACHABLE')
    terminal.type('test read_file --session-id \t')
    await terminal.waitForScreen((text) =>
      /❯ test read_file --session-id\n(Can't reach the tame server at |No answer within)/.test(text),
    )
    terminal.type('\u0003')
    await serve(place, new URL(server.url).port)
    await answer(terminal, 'again --dry-run\r', 'none: nothing was recorded')
    await leave(terminal)
  })

  test('is said to be that from when on the settings name it', async () => {
    const terminal = await openPrompt(workplace())
    await answer(terminal, 'set session nightly\r', 'tame nightly ❯\n')
    await answer(terminal, 'config set api_url http://127.0.0.1:9\r', 'tame nightly @127.0.0.1:9 ❯\n')
    await leave(terminal)
  })

  test('stops waiting at Ctrl-C for one that does not answer, and leaves out what was to come', async () => {
    const {url, requests} = await openRoughServer(saysNothing)
    const terminal = await openPrompt(workplace(), ...flagsFor(url))
    terminal.type('\u001b[200~test read_file\rtest write_file\u001b[201~\r')
    await expect.poll(() => requests.length).toBe(1)
    await answer(terminal, '\u0003', 'Stopping', 'Code: INTERRUPTED')
    expect(requests.map(({path: asked}) => asked)).toEqual(['/api/v1/enforce'])
    await leave(terminal)
  })

  test('is a script as well, also when the server is killed midway', async () => {
    const place = workplace()
    const server = await serve(place)
    const input =
      'test read_file --args path=/tmp/a --json\nexpect allow\nlogs --format jsonl\nexplain --json\n'
    const whole = await place.run(['interactive', ...flagsFor(server.url)], {input})
    expect({status: whole.status, stderr: whole.stderr}).toEqual({
      status: 0,
      stderr: '✔ read_file is allow\n',
    })
    const prompt = place.pipe(['interactive', ...flagsFor(server.url)])
    prompt.say('test read_file --args path=/tmp/a\n')
    await prompt.waitFor('✔ allow read_file')
    await server.end('SIGKILL')
    prompt.say('test read_file --args path=/tmp/b\nexpect allow\n')
    prompt.end()
    expect(await prompt.finished).toEqual({
      status: 5,
      stdout: expect.stringMatching(/^✔ allow read_file/),
      stderr: `Error: Can't reach the tame server at ${server.url}: nobody listens there
Code: SERVER_UNREACHABLE
Try this: tame serve · tame config set api_url <url>
Line 2 ended with status 5
Error: The last call, of read_file, was not decided
Code: USAGE
Try this: again
Line 3 ended with status 2
`,
    })
  })
})

describe('without a terminal, commands come from stdin', () => {
  const script = `# a smoke test
test read_file --args {"path": "/tmp/a"} --dry-run

expect allow
test read_file --args {"path":
  "/etc/a"} --dry-run
expect allow
no_such_command
config get agent_id
`

  test('one after the other to the end; the status is that of the first that failed', async () => {
    const place = workplace()
    const {status, stdout, stderr} = await place.run(['interactive'], {input: script})
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      '✔ allow read_file by temp_files: Rule "temp_files" allows it',
      '✖ deny read_file by default: No rule applies, and the default is to deny',
      'Next: add --explain to see every rule',
    ])
    expect(stderr).toBe(`✔ read_file is allow
Error: Expected allow, but read_file is deny by default
Code: NOT_AS_EXPECTED
Try this: explain
Line 7 ended with status 1
Error: "tame no_such_command" is not a command
Code: USAGE
Try this: tame --help
Line 8 ended with status 2
`)
    expect(status).toBe(1)
  })

  test.each<[string, string, number]>([
    ['nothing', '', 0],
    ['what is only said', '# nothing\n\n', 0],
    ['no line end', 'config get agent_id', 0],
    ['a help on the prompt itself', 'help set\nset --help\nshortcuts\nhelp\n', 0],
    ['a word too many for what takes none', 'exit 3\nshortcuts all\n', 2],
    ['unset of nothing', 'unset\n', 2],
    ['exit, and nothing after it', 'exit\nbogus\n', 0],
    ['a quote that stays open', "test 'a\nstatus\n", 2],
    ['a command that would read stdin', 'test a --args -\n', 2],
    ['the prompt within the prompt', 'interactive\n', 2],
    [
      'expect after a call that could not be asked',
      'test read_file --args path=/tmp/a\ntest x --args [1]\nexpect allow\n',
      2,
    ],
    ['what a shell would do something else with', 'set session a | head\n', 2],
    [
      'expect after a call with that',
      'test read_file --args path=/tmp/a\ntest b | head\nexpect allow --json\n',
      2,
    ],
    ['the same as text', "logs --grep '|'\n", 0],
    ['expect before any call', 'expect allow\n', 2],
    ['a decision that is asked for as a status', 'test x --args {} --dry-run --exit-code\n', 3],
  ])('%s', async (_, input, status) => {
    expect(await workplace().run(['interactive'], {input})).toMatchObject({status})
  })

  test('a line that is no text ends it', async () => {
    const place = workplace()
    const input = `set session s1\n${'a'.repeat(2 ** 20 + 1)}\nset\n`
    expect(await place.run(['interactive'], {input})).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('Error: Line 2 is longer than 1 MiB'),
    })
  })

  test('as JSON where that is asked for, errors too', async () => {
    const {stdout, status} = await workplace().run(['interactive'], {
      input: 'config path --json\nbogus --json\nset session s1\nset --json\nexpect deny --json\n',
    })
    expect(status).toBe(2)
    expect(JSON.parse(`[${stdout.trim().replaceAll(/([\]}])\n(?=[[{])/g, '$1,')}]`)).toEqual([
      expect.any(Array),
      {error: {code: 'USAGE', message: '"tame bogus" is not a command', suggestions: ['tame --help']}},
      {session: 's1', agent: null, user: null},
      {
        error: {
          code: 'USAGE',
          message: 'No call was decided here yet',
          suggestions: ['test TOOL --args ARGS', 'policy explain LOG_ID'],
        },
      },
    ])
  })

  test('and the commands of tame are all there, those that make keys too', async () => {
    const {status, stdout} = await workplace().run(['interactive'], {
      input: 'keys create researcher --json\ntame keys list --json\nshortcuts --json\n',
    })
    const [made, listed, shortcuts] = JSON.parse(`[${stdout.trim().replaceAll(/([\]}])\n(?=[[{])/g, '$1,')}]`)
    expect(made).toMatchObject({name: 'researcher', role: 'agent'})
    expect(listed).toMatchObject([{name: 'researcher'}])
    expect(shortcuts).toContainEqual({key: '^C', does: 'clear the line'})
    expect(status).toBe(0)
  })

  test('not as one JSON value', async () => {
    const {status, stdout} = await workplace().run(['interactive', '--json'], {input: 'status\n'})
    expect({status, value: JSON.parse(stdout)}).toMatchObject({status: 2, value: {error: {code: 'USAGE'}}})
  })

  test('and no screen is loaded for them, nor for any other command', async () => {
    const place = workplace()
    const env = {XDG_CACHE_HOME: place.pathOf('~/cache')}
    await place.run(['interactive'], {input: 'status\ntest a\nlogs\n', env})
    for (const args of [['status'], ['test', 'a'], ['logs']]) await place.run(args, {env})
    const loaded = readdirSync(env.XDG_CACHE_HOME, {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.cjs'))
      .map((file) => path.basename(file))
    expect(loaded).toContain('main.cjs')
    const withReact = loaded.filter((file) =>
      /react\.(transitional\.)?element/.test(readFileSync(path.join(built, file), 'utf8')),
    )
    expect(withReact).toEqual([])
  })
})
