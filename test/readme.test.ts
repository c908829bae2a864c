import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {questionOf} from '../src/ui/screens/approvals/question.js'
import {queueFrame} from './helpers/frame.js'
import {compile, installTame, runProgram} from './helpers/program.js'
import {approval, noonMs, PlayedQueue} from './helpers/questions.js'
import {withRecord} from './helpers/recorded.js'
import {serve} from './helpers/serving.js'
import {tamper} from './helpers/tampered.js'
import {createWorkplace, type Finished, type Workplace} from './helpers/workplace.js'

const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8')

/** What stands between fences, by the language they name. */
const blocks = (language: string): string[] =>
  [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, named]) => named === language)
    .map(([, , text = '']) => text)

const [policy = '', suite = ''] = blocks('yaml')
const [agent = ''] = blocks('js')
const [decorated = ''] = blocks('ts')
const [pythonAgent = ''] = blocks('python')

/** Each command that is shown with what it prints. */
const sessions = blocks('')
  .filter((block) => block.startsWith('$ ') && !block.startsWith('$ python3'))
  .map((block) => {
    const end = block.indexOf('\n')
    return {command: block.slice(2, end), output: block.slice(end + 1)}
  })

function createProject(): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('policy.test.yaml', suite)
  return place
}

const change = (place: Workplace, file: string, from: string, to: string): void => {
  expect(place.read(file)).toContain(from)
  place.write(file, place.read(file).replace(from, to))
}

/** By night it would decide otherwise. */
const byDay = (place: Workplace): void => {
  const text = place.read('policy.yaml')
  const [night, next] = ['  # the first that applies', '  - name: temp_files'].map((line) =>
    text.indexOf(line),
  )
  place.write('policy.yaml', text.slice(0, night) + text.slice(next))
}

function withoutPolicy(place: Workplace): void {
  for (const file of ['policy.yaml', 'policy.test.yaml']) rmSync(place.pathOf(file))
}

async function begun(place: Workplace): Promise<void> {
  withoutPolicy(place)
  await place.run(['init', '--yes'])
}

async function withCalls(place: Workplace): Promise<void> {
  byDay(place)
  const body = JSON.stringify({body: 'my key is sk-0123456789abcdefghij'})
  await place.run(['test', 'read_file', '--args', 'path=/etc/passwd'])
  await place.run(['test', 'http_post', '--args', body])
  await place.run(['test', 'send_email'])
}

/** What shows calls as they come cuts them to the terminal: that is shown, and how it goes on is left out. */
async function shownBy(place: Workplace, command: string): Promise<string> {
  if (!/^npx tame demo/.test(command)) {
    const {stdout, stderr} = await runAsShown(place, command)
    return stdout + stderr
  }
  const {env, args} = wordsOf(command)
  const terminal = place.open(args, {columns: 110, env: {...env, NO_COLOR: '1', TZ: 'UTC'}})
  await terminal.finished
  return terminal.output().replaceAll('\r\n', '\n')
}

/** The rest is left out of the README. */
const goesOn = '\n…\n'

/** Without what is made anew each time: ids, times, and hashes of what has them in it. */
const steady = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z| \d\d:\d\d:\d\d\+00:00)/g, 'TIME')

/** What somebody had done before, in the order in which the commands are shown. */
const before: ((place: Workplace) => void | Promise<void>)[] = [
  withoutPolicy,
  begun,
  begun,
  (place) => {
    change(place, 'policy.yaml', 'action: deny', 'action: dney')
    change(place, 'policy.yaml', 'tool_args.path', 'tool_arg.path')
  },
  () => {},
  (place) =>
    change(place, 'policy.yaml', 'under(tool_args.path, "/tmp")', 'tool_args.path.startswith("/tmp/")'),
  byDay,
  withCalls,
  withCalls,
  (place) => {
    installTame(place)
    place.write('agent.mjs', agent)
    byDay(place)
  },
  async (place) => {
    withRecord(place)
    await place.run(['test', 'write_file', '--args', 'path=/tmp/a'])
    await place.run(['audit', 'checkpoint'])
    const edit = `UPDATE entries SET body = replace(body, '"decision":"deny"', '"decision":"allow"') WHERE seq = 3`
    await tamper(place.pathOf('.tame/tame.db'), edit)
  },
  (place) => {
    place.write(
      '~/.config/tame/config.yaml',
      'api_url: http://localhost:8000\napi_key: tk_0123456789abcdef\n',
    )
    place.write('.tamerc', 'session_id: nightly\n')
  },
  (place) => void place.write('.tamerc', 'session_id: nightly\ntimuout: 10\n'),
]

/** A command line as the README writes them: variables or npx first, and quotes of one kind. */
function wordsOf(command: string): {env: Record<string, string>; args: string[]} {
  const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)
  const start = words.indexOf('tame')
  const before = words.slice(0, start).map((word) => (word === 'npx' ? 'npm_command=exec' : word))
  const env = Object.fromEntries(before.map((word) => word.split('=')))
  return {env, args: words.slice(start + 1)}
}

async function runAsShown(place: Workplace, command: string): Promise<Finished> {
  if (command.startsWith('node ')) return runProgram(place, command.slice('node '.length))
  const {env, args} = wordsOf(command)
  return place.run(args, {env})
}

test('the README’s program prints the same when it asks a server', async () => {
  const place = createProject()
  const session = sessions.findIndex(({command}) => command === 'node agent.mjs')
  before[session]?.(place)
  const {url} = await serve(place)
  const {stdout, stderr} = runProgram(place, 'agent.mjs', {TAME_API_URL: url})
  expect(stderr + stdout).toBe(sessions[session]?.output)
})

/** Not everybody who works on tame has it. */
const hasPython = spawnSync('python3', ['--version']).status === 0

test.runIf(hasPython)('the README’s program in Python prints what is shown', async () => {
  const place = createProject()
  byDay(place)
  place.write('agent.py', pythonAgent)
  const {url} = await serve(place)
  const run = (apiUrl: string) =>
    spawnSync('python3', ['agent.py'], {
      cwd: place.cwd,
      encoding: 'utf8',
      env: {PATH: process.env['PATH'] ?? '', TAME_API_URL: apiUrl},
    })
  const shown = blocks('').find((block) => block.startsWith('$ python3 agent.py\n')) ?? ''
  const {status, stdout, stderr} = run(url)
  expect({status, shown: `$ python3 agent.py\n${stdout}`, stderr}).toEqual({status: 0, shown, stderr: ''})
  expect(run('http://127.0.0.1:9')).toMatchObject({status: 1, stdout: ''})
})

test.runIf(hasPython)('and it reports what came of a call that may run', async () => {
  const place = createProject()
  byDay(place)
  const file = `/tmp/tame-readme-${process.pid}.txt`
  writeFileSync(file, 'text')
  place.write('agent.py', pythonAgent.replace('/etc/passwd', file))
  const {url} = await serve(place)
  spawnSync('python3', ['agent.py'], {
    cwd: place.cwd,
    env: {PATH: process.env['PATH'] ?? '', TAME_API_URL: url},
  })
  rmSync(file)
  const {stdout} = await place.run(['logs', '--json'])
  expect(JSON.parse(stdout)).toMatchObject([{decision: 'allow', status: 'success', result: 'text'}])
})

test('the README’s links lead somewhere', () => {
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
  const links = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link)
  const leadsNowhere = (link: string): boolean =>
    link.startsWith('#')
      ? !headings.includes(link.slice(1))
      : !existsSync(path.join(import.meta.dirname, '..', link.replace(/#.*/, '')))
  expect(links.filter((link) => !link.startsWith('https://') && leadsNowhere(link))).toEqual([])
})

test('the README’s decorated class is one', () => {
  const place = createWorkplace()
  installTame(place)
  place.write('files.mts', decorated)
  expect(compile(place, ['files.mts'])).toBe('')
})

describe('the README’s policy', () => {
  test.each(['policy validate', 'policy lint', 'policy fmt --check', 'policy test'])(
    'passes tame %s',
    async (command) => {
      const {status, stdout, stderr} = await createProject().run(command.split(' '))
      expect({status, stderr, stdout}).toEqual({
        status: 0,
        stderr: '',
        stdout: expect.not.stringContaining('!'),
      })
    },
  )

  test('has tests that come true, all of them', async () => {
    const {stdout} = await createProject().run(['policy', 'test', '--json'])
    expect(JSON.parse(stdout).summary).toMatchObject({total: 6, passed: 6})
  })
})

describe('the README shows what is printed by', () => {
  test.each(sessions.map((session, position) => ({...session, prepare: before[position]})))(
    '$command',
    async ({command, output, prepare}) => {
      const place = createProject()
      await prepare?.(place)
      const shown = steady((await shownBy(place, command)).replaceAll(place.home, '/home/ada'))
      const expected = steady(output)
      if (expected.endsWith(goesOn)) expect(shown.slice(0, expected.length - 2)).toBe(expected.slice(0, -2))
      else expect(shown).toBe(expected)
    },
  )

  test('each of its commands', () => {
    expect(sessions).toHaveLength(before.length)
  })
})

describe('the README shows the screen of', () => {
  const picture = (head: string): string => blocks('').find((block) => block.startsWith(`${head}  `)) ?? ''
  const sizeOf = (text: string) => {
    const [head = '', ...more] = text.trimEnd().split('\n')
    return {columns: head.length, rows: more.length + 1}
  }

  test('the queue', () => {
    const shown = picture('Approvals')
    const minutesAgo = (minutes: number) => ({
      requestedAtMs: noonMs - minutes * 60_000,
      expiresAtMs: noonMs + (60 - minutes) * 60_000 - 1,
    })
    const path = '/srv/report.md'
    const waiting = [
      approval({
        id: 'id-1',
        tool: 'delete_file',
        args: {path},
        reason: 'What is deleted is gone',
        ...minutesAgo(5),
      }),
      approval({id: 'id-2', ...minutesAgo(2)}),
      approval({
        id: 'id-3',
        tool: 'write_file',
        args: {path: '/etc/hosts', content: '127.0.0.1 localhost'},
        reason: 'System files need a person',
        ...minutesAgo(1),
      }),
    ]
    const queue = new PlayedQueue(waiting.map(questionOf), sizeOf(shown)).type('a').pass(500)
    expect(queueFrame(queue.state)).toBe(`\n${shown}`)
  })

  test('the live log', async () => {
    const shown = picture('Log')
    const place = createProject()
    await begun(place)
    await place.run(['demo', '--calls', '9', '--seed', '7', '--rate', '100'])
    const terminal = place.open(['logs', '--follow'], {...sizeOf(shown), env: {NO_COLOR: '1', TZ: 'UTC'}})
    const screen = await terminal.waitForScreen((text) => text.includes('9 calls') && text.includes('● live'))
    const withoutTimes = (text: string): string => text.replaceAll(/\d\d:\d\d:\d\d/g, 'TIME').trimEnd()
    expect(withoutTimes(screen)).toBe(withoutTimes(shown))
  })
})
