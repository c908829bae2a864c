import {spawnSync} from 'node:child_process'
import {cpSync} from 'node:fs'
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
