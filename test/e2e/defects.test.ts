import {spawnSync} from 'node:child_process'
import {chmodSync, cpSync, readdirSync, rmSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {createWorkplace} from '../helpers/workplace.js'

const root = path.join(import.meta.dirname, '../..')

/** A copy of the built tame that can be broken; it answers as the real one does. */
function copyOf(parts: readonly string[]) {
  const place = createWorkplace()
  for (const part of parts) cpSync(path.join(root, part), place.pathOf(`~/copy/${part}`), {recursive: true})
  const run = (args: readonly string[], env: Record<string, string> = {}) => {
    const options = {encoding: 'utf8', env: {HOME: place.home, ...env}} as const
    const {status, stdout, stderr} = spawnSync(
      process.execPath,
      [place.pathOf('~/copy/bin/run.js'), ...args],
      options,
    )
    return {status, stdout, stderr}
  }
  return {place, run}
}

function withGhost() {
  const copy = copyOf(['bin', 'dist'])
  const file = '~/copy/dist/manifest.json'
  const manifest = JSON.parse(copy.place.read(file))
  manifest.commands.ghost = {...manifest.commands['config:path'], id: 'ghost'}
  copy.place.write(file, JSON.stringify(manifest))
  return copy
}

describe('a defect of tame’s own', () => {
  test('prints a short line and where to report it', () => {
    expect(withGhost().run(['ghost'])).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        'Error: tame has a defect: the build lists the command ghost but does not have it',
        'Code: BUG',
        'Try this: Run it again with DEBUG=tame* to see where · Report it at https://github.com/tame/tamesdk/issues',
        '',
      ].join('\n'),
    })
  })

  test('is JSON with --json', () => {
    const {status, stdout} = withGhost().run(['ghost', '--json'])
    expect([status, JSON.parse(stdout)]).toEqual([1, {error: expect.objectContaining({code: 'BUG'})}])
  })

  test.each(['tame*', '*', 'other,tame'])('prints its stack with DEBUG=%s', (DEBUG) => {
    expect(withGhost().run(['ghost'], {DEBUG}).stderr).toMatch(/\n {4}at .*oclif\.cjs/)
  })
})

test('without its build, tame says what to do', () => {
  expect(copyOf(['bin']).run(['--version'])).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Error: tame is not built\nCode: NOT_BUILT\nTry this: npm run build\n',
  })
})

test('a copy of tame runs its own code, not what was kept of another of the same length', () => {
  const [one, other] = [copyOf(['bin', 'dist']), copyOf(['bin', 'dist'])]
  const cache = {XDG_CACHE_HOME: one.place.pathOf('~/cache')}
  one.run(['config', 'get', 'timeout'], cache)
  const folder = other.place.pathOf('~/copy/dist/cli')
  const file = readdirSync(folder).find((name) => name.startsWith('get-')) ?? ''
  const path = `~/copy/dist/cli/${file}`
  other.place.write(path, other.place.read(path).replaceAll('String(value)', 'String("99") '))
  expect(other.run(['config', 'get', 'timeout'], cache).stdout).toBe('99\n')
  // The same place, changed: what was kept of it is not believed either.
  other.place.write(path, other.place.read(path).replaceAll('String("99") ', 'String("77") '))
  expect(other.run(['config', 'get', 'timeout'], cache).stdout).toBe('77\n')
})

test.each([
  ['torn', '{"version": '],
  ['missing', undefined],
])('with a list of commands that is %s, tame says what to do', (_, text) => {
  const copy = copyOf(['bin', 'dist'])
  if (text === undefined) rmSync(copy.place.pathOf('~/copy/dist/manifest.json'))
  else copy.place.write('~/copy/dist/manifest.json', text)
  const {status, stderr} = copy.run(['config', 'get', 'timeout'])
  expect(status).toBe(1)
  expect(stderr).toContain('Code: NOT_BUILT\nTry this: npm run build')
})

test.skipIf(process.getuid?.() !== 0)('a user that the machine does not know can run it', () => {
  const copy = copyOf(['bin', 'dist'])
  chmodSync(path.dirname(copy.place.home), 0o755)
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [copy.place.pathOf('~/copy/bin/run.js'), '--version'],
    {
      encoding: 'utf8',
      uid: 12_345,
      env: {},
      cwd: '/',
    },
  )
  expect({status, stderr, named: stdout.startsWith('tame/')}).toEqual({status: 0, stderr: '', named: true})
})
