import {existsSync, mkdirSync, readdirSync, statSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {asOneWhoMayNot} from '../helpers/user.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

/** What lies in the project, but for what git keeps there. */
const filesOf = ({cwd}: Workplace): string[] =>
  readdirSync(cwd, {recursive: true, encoding: 'utf8'})
    .filter((file) => !file.startsWith('.git/') && statSync(path.join(cwd, file)).isFile())
    .sort()

const nobody = 'There is nobody to ask, so nothing is asked, as with --yes\n'

const firstCall = ['test', 'read_file', '--args', '{"path": "/tmp/test.txt"}']

const ignoring = '  .tame/.gitignore  keeps the record, which lies beside it, out of git\n'
/** Where there is a configuration already, there is to be no other. */
const settingsAndIgnoring = `  .tame/config.yaml  the settings of this project, to be taken out of their comments
  .tame/.gitignore   keeps the record, which lies beside it, out of git
`

const ownPolicy = 'version: "1.0"\nrules:\n  - {name: reads, tools: [read_file], action: allow}\n'

describe('tame init --yes', () => {
  test('writes what a project begins with, and says what to do next', async () => {
    const place = createWorkplace()
    expect(await place.run(['init', '--yes'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `✔ Written
  policy.yaml        what agents may do: examples to put your tools into
  policy.test.yaml   the tests of that policy
  .tame/config.yaml  the settings of this project, to be taken out of their comments
  .tame/.gitignore   keeps the record, which lies beside it, out of git
Next
  decide a call     tame test read_file --args '{"path": "/tmp/test.txt"}'
  test the policy   tame policy test
  see some traffic  tame demo
  see how it is     tame status
`,
    })
    expect(filesOf(place)).toEqual([
      '.tame/.gitignore',
      '.tame/config.yaml',
      'policy.test.yaml',
      'policy.yaml',
    ])
  })

  test('then the first call is allowed, and recorded in the project', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    expect((await place.run(firstCall)).stdout).toMatch(/^✔ allow read_file by temporary_files/)
    expect(filesOf(place)).toContain('.tame/tame.db')
    expect(existsSync(place.pathOf('~/.local'))).toBe(false)
  })

  test.each([
    'policy validate',
    'policy lint',
    'policy fmt --check',
    'policy test --coverage --min-coverage 100',
    'status',
  ])('what it writes passes tame %s', async (command) => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    const {status, stdout, stderr} = await place.run(command.split(' '))
    expect({status, stdout, stderr}).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.not.stringMatching(/[!✖]/),
    })
  })

  test('a second time writes nothing', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    place.write('policy.yaml', `${place.read('policy.yaml')}# mine\n`)
    expect(await place.run(['init', '--yes'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `Nothing had to be written.
Left as it is
  policy.yaml        the policy that is in force here already
  policy.test.yaml   was there already
  .tame/config.yaml  was there already
  .tame/.gitignore   was there already
Next
  decide a call     tame test read_file --args '{"path": "/tmp/test.txt"}'
  test the policy   tame policy test
  see some traffic  tame demo
  see how it is     tame status
`,
    })
    expect(place.read('policy.yaml')).toMatch(/# mine\n$/)
  })

  test.each<[string, string, Record<string, string>]>([
    ['policy.yaml', 'policy.yaml', {}],
    ['.tame/policy.yaml', '.tame/policy.yaml', {}],
    ['agents.yaml', 'agents.yaml', {'.tamerc': 'policy: agents.yaml\n'}],
  ])('leaves the policy %s, and puts none before it', async (file, shown, more) => {
    const place = createWorkplace()
    place.write(file, ownPolicy)
    for (const [name, text] of Object.entries(more)) place.write(name, text)
    const {status, stdout} = await place.run(['init', '--yes'])
    const written = '.tamerc' in more ? ignoring : settingsAndIgnoring
    expect({status, stdout}).toEqual({
      status: 0,
      stdout: `✔ Written
${written}Left as it is
  ${shown}  the policy that is in force here already
Next
  decide a call     tame test read_file --args '{"path": "/tmp/test.txt"}'
  check the policy  tame policy lint
  see some traffic  tame demo
  see how it is     tame status
`,
    })
    expect(place.read(file)).toBe(ownPolicy)
    expect((await place.run(firstCall)).stdout).toMatch(/^✔ allow read_file by reads/)
  })

  test('below a project that has all of it writes nothing', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    mkdirSync(place.pathOf('deep/down'), {recursive: true})
    const {stdout} = await place.run(['init', '--yes'], {cwd: place.pathOf('deep/down')})
    expect(stdout).toMatch(/^Nothing had to be written\.\n/)
    expect(filesOf(place)).toEqual([
      '.tame/.gitignore',
      '.tame/config.yaml',
      'policy.test.yaml',
      'policy.yaml',
    ])
  })

  test('in the home directory writes a policy, and nothing that would be the user’s configuration', async () => {
    const place = createWorkplace()
    const {status} = await place.run(['init', '--yes'], {cwd: place.home})
    expect(status).toBe(0)
    expect(readdirSync(place.home).sort()).toEqual(['policy.test.yaml', 'policy.yaml', 'project'])
    expect((await place.run(firstCall, {cwd: place.home})).stdout).toMatch(/^✔ allow/)
  })

  test('says where to find what was recorded before', async () => {
    const place = createWorkplace()
    place.write('policy.yaml', ownPolicy)
    await place.run(firstCall)
    const file = place.pathOf('~/.local/state/tame/tame.db')
    expect((await place.run(['init', '--yes'])).stdout).toContain(
      `! What was recorded before is in another place. To see it: tame logs --store sqlite:${file}\n`,
    )
  })

  test('says that a policy with another ending is not read', async () => {
    const place = createWorkplace()
    place.write('policy.yml', ownPolicy)
    const {stderr} = await place.run(['policy', 'show'])
    expect(stderr).toContain(
      `Try this: mv ${place.pathOf('policy.yml')} ${place.pathOf('policy.yaml')} · Name one with --policy FILE`,
    )
    expect((await place.run(['init', '--yes'])).stdout).toContain(
      '\n! policy.yml is not read: a policy is called policy.yaml\n',
    )
  })

  test('names commands as they were typed, for whoever has tame by npx only', async () => {
    const {stdout} = await createWorkplace().run(['init', '--yes'], {env: {npm_command: 'exec'}})
    expect(stdout).toContain('\n  test the policy   npx tame policy test\n')
  })

  test('prints all of it as JSON', async () => {
    const place = createWorkplace()
    place.write('policy.test.yaml', 'cases: []\n')
    const {status, stdout, stderr} = await place.run(['init', '--yes', '--json'])
    expect({status, stderr, json: JSON.parse(stdout)}).toEqual({
      status: 0,
      stderr: '',
      json: {
        directory: place.cwd,
        written: [
          {path: 'policy.yaml', about: 'what agents may do: examples to put your tools into'},
          {
            path: '.tame/config.yaml',
            about: 'the settings of this project, to be taken out of their comments',
          },
          {path: '.tame/.gitignore', about: 'keeps the record, which lies beside it, out of git'},
        ],
        left: [{path: 'policy.test.yaml', about: 'was there already'}],
        notes: [],
        next: [
          {about: 'decide a call', command: `tame test read_file --args '{"path": "/tmp/test.txt"}'`},
          {about: 'test the policy', command: 'tame policy test'},
          {about: 'see some traffic', command: 'tame demo'},
          {about: 'see how it is', command: 'tame status'},
        ],
      },
    })
    expect(place.read('policy.test.yaml')).toBe('cases: []\n')
  })

  test('keeps the record out of git, and not what is to be shared', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    const lines = place.read('.tame/.gitignore').split('\n').slice(1)
    expect(lines).toEqual(['*', '!.gitignore', '!config.yaml', '!policy.yaml', '!*.test.yaml', ''])
  })
})

describe('tame init --ci github', () => {
  test('writes a workflow whose commands pass', async () => {
    const place = createWorkplace()
    place.write('package.json', '{"devDependencies": {"tame": "^0.1.0"}}')
    const {stdout} = await place.run(['init', '--yes', '--ci', 'github'])
    expect(stdout).toContain(
      '  .github/workflows/tame.yml  has GitHub check the policy at every push\nNext\n',
    )
    const commands = [...place.read('.github/workflows/tame.yml').matchAll(/- run: npx --no -- tame (.*)/g)]
    expect(commands.map(([, command]) => command)).toEqual([
      'policy validate',
      'policy lint',
      'policy test --format github',
    ])
    for (const [, command = ''] of commands)
      expect(await place.run(command.split(' '))).toMatchObject({status: 0, stderr: ''})
  })

  test('runs no tests in it where there are none, and says so', async () => {
    const place = createWorkplace()
    place.write('policy.yaml', ownPolicy)
    const {stdout} = await place.run(['init', '--yes', '--ci', 'github'])
    expect(stdout).toContain(
      '\n! There are no tests yet, so the workflow runs none. Write policy.test.yaml, then take the last step out of its comment\n',
    )
    expect(place.read('.github/workflows/tame.yml')).toMatch(
      /\n {6}- run: npx --no -- tame policy lint\n {6}# - run: npx --no -- tame policy test --format github\n$/,
    )
  })

  test('names the actions by what can’t be moved', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes', '--ci', 'github'])
    const uses = [...place.read('.github/workflows/tame.yml').matchAll(/uses: (.*)/g)].map(([, used]) => used)
    expect(uses.filter((used) => !/^actions\/[a-z-]+@[0-9a-f]{40} # v\d/.test(used ?? ''))).toEqual([])
    expect(uses).toHaveLength(2)
  })

  test('puts it at the root of the repository, for the directory it is in', async () => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('agents'))
    const {stdout} = await place.run(['init', '--yes', '--ci', 'github'], {cwd: place.pathOf('agents')})
    expect(place.read('.github/workflows/tame.yml')).toContain('        working-directory: "agents"\n')
    expect(stdout).toContain(
      '! The workflow runs the tame that npm ci installs, and package.json names none yet',
    )
  })

  test('leaves the workflow that is there', async () => {
    const place = createWorkplace()
    place.write('.github/workflows/tame.yml', 'name: mine\n')
    const {stdout} = await place.run(['init', '--yes', '--ci', 'github'])
    expect(stdout).toContain('Left as it is\n  .github/workflows/tame.yml  was there already\n')
    expect(place.read('.github/workflows/tame.yml')).toBe('name: mine\n')
  })
})

describe('tame init on a terminal', () => {
  test('asks little, and writes what it was told to', async () => {
    const place = createWorkplace()
    const terminal = place.open(['init', '--no-color'])
    await terminal.waitFor('Have GitHub check the policy at every push? [y/N] ')
    terminal.type('y\r')
    await terminal.waitFor('To be written')
    await terminal.waitFor('Write this? [Y/n] ')
    expect(filesOf(place)).toEqual([])
    terminal.type('\r')
    expect(await terminal.finished).toBe(0)
    expect(filesOf(place)).toEqual([
      '.github/workflows/tame.yml',
      '.tame/.gitignore',
      '.tame/config.yaml',
      'policy.test.yaml',
      'policy.yaml',
    ])
  })

  test.each([
    ['a no', 'n\r', 1, 'Nothing was written'],
    ['Ctrl-D', '\u0004', 1, 'Nothing was written'],
    ['Ctrl-C', '\u0003', 130, 'Interrupted before there was an answer'],
  ])('writes nothing after %s', async (_, key, status, said) => {
    const place = createWorkplace()
    const terminal = place.open(['init', '--ci', 'github'])
    await terminal.waitFor('Write this? [Y/n] ')
    terminal.type(key)
    expect([await terminal.finished, filesOf(place)]).toEqual([status, []])
    expect(terminal.output()).toContain(said)
  })

  test('in CI asks nothing', async () => {
    const terminal = createWorkplace().open(['init'], {env: {CI: 'true'}})
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain(nobody.trim())
  })
})

describe('tame init', () => {
  test('without a terminal asks nothing, and says so', async () => {
    const place = createWorkplace()
    expect(await place.run(['init'])).toMatchObject({status: 0, stderr: nobody})
    expect(filesOf(place)).toHaveLength(4)
  })

  test('does not write through a link that leads nowhere', async () => {
    const place = createWorkplace()
    symlinkSync(place.pathOf('~/elsewhere.yaml'), place.pathOf('policy.yaml'))
    const {stdout} = await place.run(['init', '--yes'])
    expect(stdout).toContain('Left as it is\n  policy.yaml  was there already\n')
    expect(existsSync(place.pathOf('~/elsewhere.yaml'))).toBe(false)
  })

  test.each(['.tame', '.github'])('does not follow a link %s out of the project', async (name) => {
    const place = createWorkplace()
    mkdirSync(place.pathOf('~/elsewhere'))
    symlinkSync(place.pathOf('~/elsewhere'), place.pathOf(name))
    const {status, stdout} = await place.run(['init', '--yes', '--ci', 'github', '--json'])
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'INIT_NOT_TRUSTED'])
    expect(readdirSync(place.pathOf('~/elsewhere'))).toEqual([])
  })

  test('writes nothing where a file stands in the place of its directory', async () => {
    const place = createWorkplace()
    const file = place.write('.tame', 'a file')
    const {status, stdout} = await place.run(['init', '--yes', '--json'])
    expect([status, JSON.parse(stdout).error, filesOf(place)]).toEqual([
      2,
      {
        code: 'INIT_UNWRITABLE',
        message: `There is a file ${file}, where a directory of that name belongs`,
        suggestions: [`mv ${file} ${file}.old`],
      },
      ['.tame'],
    ])
  })

  test('says which file it could not write, and what it wrote before that', async () => {
    const place = createWorkplace()
    place.write('.github', 'a file')
    const {status, stdout} = await place.run(['init', '--yes', '--json', '--ci', 'github'])
    expect([status, JSON.parse(stdout).error]).toEqual([
      1,
      {
        code: 'INIT_UNWRITABLE',
        message: `Can't write ${place.pathOf('.github/workflows/tame.yml')}: a file stands where its directory should be; written before that: policy.yaml, policy.test.yaml, .tame/config.yaml, .tame/.gitignore`,
        suggestions: [
          `ls -ld ${place.pathOf('.github/workflows')}`,
          'Then run it again: what is there is left as it is',
        ],
      },
    ])
  })

  test('says that the policy that is there is broken, before anybody relies on it', async () => {
    const place = createWorkplace()
    place.write('policy.yaml', ownPolicy.replace('allow', 'alow'))
    const {status, stdout} = await place.run(['init', '--yes', '--json'])
    expect({status, ...JSON.parse(stdout)}).toMatchObject({
      status: 0,
      notes: ['policy.yaml is broken, and no call can be decided by it. What is wrong: tame policy validate'],
      next: [{about: 'see what is wrong', command: 'tame policy validate'}],
    })
  })

  test('writes settings that say nothing until somebody takes one out of its comment', async () => {
    const place = createWorkplace()
    await place.run(['init', '--yes'])
    expect((await place.run(['config', 'show', '--json'])).stdout).toBe(
      (await createWorkplace().run(['config', 'show', '--json'])).stdout,
    )
    const text = place.read('.tame/config.yaml')
    place.write('.tame/config.yaml', text.replaceAll(/^# (?=[a-z_]+: )/gm, ''))
    expect(await place.run(['config', 'get', 'session_id'])).toMatchObject({
      status: 0,
      stdout: 'development\n',
    })
    expect(await place.run(['config', 'get', 'policy'])).toMatchObject({
      stdout: `${place.pathOf('policy.yaml')}\n`,
    })
    place.write('.tame/config.yaml', text)
    await place.run(['config', 'set', 'agent_id', 'researcher', '--file', '.tame/config.yaml'])
    expect(await place.run(['config', 'get', 'agent_id'])).toMatchObject({status: 0, stdout: 'researcher\n'})
    expect(place.read('.tame/config.yaml')).toContain('# session_id: development\n')
  })

  test('in a directory that is closed to writing says so', async () => {
    const place = createWorkplace()
    const finished = await asOneWhoMayNot(place, async () => {
      const {chmodSync} = await import('node:fs')
      chmodSync(place.cwd, 0o555)
      return place.run(['init', '--yes'])
    })
    expect(finished).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`Can't write ${place.pathOf('policy.yaml')}: permission denied`),
    })
  })

  test('names a policy that is configured and not there', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'policy: gone.yaml\n')
    const {status, stdout} = await place.run(['init', '--yes', '--json'])
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'FILE_MISSING'])
    expect(filesOf(place)).toEqual(['.tamerc'])
  })
})
