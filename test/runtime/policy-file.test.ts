import {chmodSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {OriginKind} from '../../src/config/origin.js'
import {TameError} from '../../src/errors.js'
import {findPolicyFile, readTextFile, shownPath} from '../../src/runtime/policy-file.js'
import {asOneWhoMayNot} from '../helpers/user.js'
import {createWorkplace} from '../helpers/workplace.js'

type Settings = Parameters<typeof findPolicyFile>[0]

const unset = {values: {policy: null}} as Settings
const set = (policy: string, kind: OriginKind = 'user') =>
  ({values: {policy}, origins: {policy: {kind, source: '.tamerc', line: 1}}}) as Settings

async function failureOf(run: () => unknown): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof TameError)) throw error
    return {code: error.code, message: error.message, suggestions: error.suggestions, exit: error.exitCode}
  }
}

describe('finding the policy', () => {
  test('takes what the settings name, there or not', () => {
    const place = createWorkplace()
    place.write('policy.yaml', '')
    expect(findPolicyFile(set('/elsewhere.yaml'), place)).toBe('/elsewhere.yaml')
  })

  test('takes the nearest up to the root of the repository, policy.yaml before .tame/policy.yaml', () => {
    const place = createWorkplace()
    const deep = {...place, cwd: place.pathOf('a/b')}
    place.write('a/b/notes.txt', '')
    place.write('~/policy.yaml', '')
    const root = place.write('.tame/policy.yaml', '')
    expect(findPolicyFile(unset, deep)).toBe(root)
    const plain = place.write('policy.yaml', '')
    expect(findPolicyFile(unset, deep)).toBe(plain)
    const near = place.write('a/.tame/policy.yaml', '')
    expect(findPolicyFile(unset, deep)).toBe(near)
  })

  test('looks into the home directory for those who stand there', () => {
    const place = createWorkplace()
    const policy = place.write('~/policy.yaml', '')
    expect(findPolicyFile(unset, {...place, cwd: place.home})).toBe(policy)
  })

  test('says where it looked', async () => {
    const place = createWorkplace()
    place.write('a/notes.txt', '')
    const suggestions = [
      'To begin with one: tame init',
      'Name one with --policy FILE',
      'tame config set policy FILE',
    ]
    expect(await failureOf(() => findPolicyFile(unset, place))).toEqual({
      code: 'POLICY_MISSING',
      message: `There is no policy: no policy.yaml or .tame/policy.yaml in ${place.cwd}`,
      suggestions,
      exit: 2,
    })
    const deep = {...place, cwd: place.pathOf('a')}
    expect(await failureOf(() => findPolicyFile(unset, deep))).toMatchObject({
      message: `There is no policy: no policy.yaml or .tame/policy.yaml in ${deep.cwd} or above it, up to ${place.cwd}`,
    })
  })
})

describe('reading a file', () => {
  test('gives its text as it is, byte order mark and all', async () => {
    const place = createWorkplace()
    const text = '\uFEFFversion: "1"\r\n# ü 🦊\n'
    expect(await readTextFile(place.write('policy.yaml', text))).toBe(text)
  })

  test('takes a full mebibyte', async () => {
    const place = createWorkplace()
    const text = 'x'.repeat(2 ** 20)
    expect(await readTextFile(place.write('policy.yaml', text))).toBe(text)
  })

  test('says what keeps it from being read', async () => {
    const place = createWorkplace()
    place.write('big.yaml', 'x'.repeat(2 ** 20 + 1))
    writeFileSync(join(place.cwd, 'latin.yaml'), Buffer.from('a: 1\nb: \xfc\n', 'latin1'))
    writeFileSync(join(place.cwd, 'cut.yaml'), Buffer.from([0x61, 0xe2, 0x82]))
    symlinkSync('loop.yaml', join(place.cwd, 'loop.yaml'))
    const failure = (name: string) => failureOf(() => readTextFile(place.pathOf(name), 'test suite'))
    const file = (name: string) => place.pathOf(name)
    expect([
      await failure('none.yaml'),
      await failure('.git'),
      await failure('big.yaml'),
      await failure('latin.yaml'),
      await failure('cut.yaml'),
      await failure('loop.yaml'),
      await failure('big.yaml/inside'),
    ]).toEqual([
      {
        code: 'FILE_MISSING',
        message: `There is no test suite ${file('none.yaml')}`,
        suggestions: [`Did you mean ${file('loop.yaml')}?`],
        exit: 2,
      },
      {
        code: 'FILE_UNREADABLE',
        message: `Can't read the test suite ${file('.git')}: it is a directory`,
        suggestions: ['Name a file in it'],
        exit: 2,
      },
      {
        code: 'FILE_TOO_LARGE',
        message: `The test suite ${file('big.yaml')} is larger than 1 MiB`,
        suggestions: ['Split it, or check that it is the file you meant'],
        exit: 2,
      },
      {
        code: 'FILE_NOT_TEXT',
        message: `The test suite ${file('latin.yaml')} is not UTF-8 text: line 2 has other bytes`,
        suggestions: ['Save it as UTF-8, or check that it is the file you meant'],
        exit: 2,
      },
      {
        code: 'FILE_NOT_TEXT',
        message: `The test suite ${file('cut.yaml')} is not UTF-8 text: line 1 has other bytes`,
        suggestions: ['Save it as UTF-8, or check that it is the file you meant'],
        exit: 2,
      },
      {
        code: 'FILE_UNREADABLE',
        message: `Can't read the test suite ${file('loop.yaml')}: it is a link to itself`,
        suggestions: [`ls -ld ${file('loop.yaml')}`],
        exit: 2,
      },
      {
        code: 'FILE_MISSING',
        message: `There is no test suite ${file('big.yaml/inside')}`,
        suggestions: [`ls ${file('big.yaml')}`],
        exit: 2,
      },
    ])
  })

  // Nothing is closed to root.
  test('says that it may not be read', async () => {
    const place = createWorkplace()
    const file = place.write('policy.yaml', '')
    chmodSync(file, 0)
    expect(await asOneWhoMayNot(place, () => failureOf(() => readTextFile(file)))).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `Can't read the policy ${file}: permission denied`,
    })
  })
})

test('a file below the current directory is shown from there', () => {
  expect(shownPath('/a/b/c.yaml', {cwd: '/a'})).toBe('b/c.yaml')
  expect(shownPath('/x/c.yaml', {cwd: '/a'})).toBe('/x/c.yaml')
})
