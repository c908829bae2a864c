import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {TameError as OwnTameError} from '../src/errors.js'

test('import from tame gives the built library, with an error that says what to try', async () => {
  // By its name, as a program that depends on it would.
  const {TameError, ExitCode} = await import('tame')
  const error = new TameError('CODE', 'It failed', {suggestions: ['that'], exitCode: ExitCode.denied})
  expect(JSON.parse(JSON.stringify(error))).toEqual(
    JSON.parse(JSON.stringify(new OwnTameError('CODE', 'It failed', {suggestions: ['that']}))),
  )
  expect([error instanceof Error, error.exitCode]).toEqual([true, 3])
})

test('the package carries the licences of what is bundled in it', () => {
  const licences = readFileSync(path.join(import.meta.dirname, '../dist/licenses.txt'), 'utf8')
  for (const name of ['@oclif/core', 'cosmiconfig', 'yaml', 'zod', 'chalk', 'cli-table3']) {
    expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+`, 'm'))
  }
})
