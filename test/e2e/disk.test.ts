import {spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const secret = 'api_key: tk_0123456789abcdef\n'
const user = '~/.config/tame/config.yaml'
const sound = 'version: "1"\nrules: []\n'

describe('a policy that a project names is read only within the project', () => {
  test.each<[string, string, (place: Workplace) => unknown]>([
    [
      'by its configuration',
      'validate',
      (place) => place.write('.tamerc', `policy: ${place.pathOf(user)}\n`),
    ],
    ['by a link', 'validate', (place) => symlinkSync(place.pathOf(user), place.pathOf('policy.yaml'))],
    ['as a device', 'validate', (place) => place.write('.tamerc', 'policy: /dev/ptmx\n')],
    [
      'by a suite',
      'test',
      (place) =>
        place.write(
          'policy.test.yaml',
          `policy: ${place.pathOf(user)}\ncases: [{name: a, call: {tool: t}, expect: deny}]\n`,
        ),
    ],
  ])('%s', async (_, command, arrange) => {
    const place = createWorkplace()
    place.write(user, secret)
    arrange(place)
    const {status, stdout, stderr} = await place.run(['policy', command])
    expect({status, stdout}).toEqual({status: 2, stdout: ''})
    expect(stderr).toContain('Code: POLICY_NOT_TRUSTED')
    expect(stderr).toContain('it leads out of the project, to ')
    expect(stderr).toContain('--policy ')
    expect(stderr).not.toContain('tk_')
  })

  test('but anywhere when the user names it', async () => {
    const place = createWorkplace()
    const file = place.write('~/mine.yaml', sound)
    expect((await place.run(['policy', 'validate'], {env: {TAME_POLICY: file}})).status).toBe(0)
    expect((await place.run(['policy', 'validate', '--policy', file])).status).toBe(0)
    place.write(user, `policy: ${file}\n`)
    expect((await place.run(['policy', 'validate'])).status).toBe(0)
  })
})

describe('tame policy fmt -', () => {
  test.each([['- a\n'], ['version: "1"\nrules: 3\n'], ['a: [\n']])('refuses %j', async (input) => {
    const {status, stdout, stderr} = await createWorkplace().run(['policy', 'fmt', '-'], {input})
    expect({status, stdout}).toEqual({status: 1, stdout: ''})
    expect(stderr).toContain('Code: POLICY_INVALID')
  })

  test('obeys --check', async () => {
    const place = createWorkplace()
    const run = (input: string) => place.run(['policy', 'fmt', '--check', '-'], {input})
    expect((await run(sound)).status).toBe(0)
    expect(await run('rules: []\nversion: "1"\n')).toEqual({
      status: 1,
      stdout: '! stdin is not in form\n',
      stderr: '',
    })
  })

  test('takes no file beside it', async () => {
    const {status, stderr} = await createWorkplace().run(['policy', 'fmt', '-', 'a.yaml'])
    expect(status).toBe(2)
    expect(stderr).toContain('Code: USAGE')
  })
})

test('tame policy fmt --json is ok when it has written', async () => {
  const place = createWorkplace()
  place.write('policy.yaml', 'rules: []\nversion: "1"\n')
  const {stdout} = await place.run(['policy', 'fmt', '--json'])
  expect(JSON.parse(stdout)).toEqual({ok: true, checked: ['policy.yaml'], changed: ['policy.yaml']})
})

test('tame policy eval --jsonl answers a line that is too long, and goes on', async () => {
  const input = `{"expr": "${'x'.repeat(2 ** 20)}"}\n{"expr": "1"}\n`
  const {stdout} = await createWorkplace().run(['policy', 'eval', '--jsonl'], {input})
  expect(stdout).toBe(
    '{"error":{"code":"INPUT_TOO_LARGE","message":"The line is longer than 1 MiB","line":1,"column":1}}\n{"value":1}\n',
  )
})

/** For `sh`: runs a line that may mount what nobody else sees, where the system lets it. */
const inItsOwnMounts = (line: string, ...args: readonly string[]) => [
  '-c',
  'exec unshare -rm sh -c "$0" sh "$@"',
  line,
  ...args,
]

const mayMount = spawnSync('sh', inItsOwnMounts('mount -t tmpfs tmpfs /mnt')).status === 0

test.runIf(mayMount)(
  'a call is decided where what is kept for the next start lies on a read-only disk',
  () => {
    const place = createWorkplace()
    place.write('policy.yaml', sound)
    const kept = place.pathOf('~/.cache/tame/policies')
    mkdirSync(kept, {recursive: true})
    chmodSync(place.pathOf('~/.cache/tame'), 0o700)
    const mounted = `mount -t tmpfs -o ro,mode=700 tmpfs '${kept}' && exec "$@"`
    const executable = path.join(import.meta.dirname, '../../bin/run.js')
    const {stdout, stderr} = spawnSync(
      'sh',
      inItsOwnMounts(mounted, process.execPath, executable, 'test', 'read_file', '--dry-run'),
      {cwd: place.cwd, env: {PATH: process.env['PATH'], HOME: place.home}, encoding: 'utf8'},
    )
    expect({answer: stdout.split('\n')[0], stderr}).toEqual({
      answer: '✖ deny read_file by default: No rule applies, and the default is to deny',
      stderr: '',
    })
  },
)
