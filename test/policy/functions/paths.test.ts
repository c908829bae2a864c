import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {checkDirectory, prepareUnder} from '../../../src/policy/functions/paths.js'
import {runs} from '../../helpers/runs.js'

const names = fc.constantFrom(
  'a',
  'b',
  'etc',
  'tmp',
  '..',
  '.',
  '',
  'A',
  '%2e%2e',
  '..%2f',
  '\\',
  '．．',
  'a.',
  'private',
)
const absolute = fc.array(names, {maxLength: 8}).map((parts) => `/${parts.join('/')}`)
const directory = fc.array(fc.constantFrom('a', 'b', 'etc', 'tmp'), {minLength: 1, maxLength: 3})
const strange = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', 'f', '~', ':', '$', 'c', '\0', ' ', '．', '*'),
  }),
)

function naivelyResolved(path: string): string[] {
  const stack: string[] = []
  for (const name of path.split('/')) {
    if (name === '..') stack.pop()
    else if (name !== '' && name !== '.') stack.push(name)
  }
  return stack
}

function answerOrAmbiguous(ask: () => boolean): boolean | 'ambiguous' {
  try {
    return ask()
  } catch (error) {
    if (error instanceof AmbiguousInput) return 'ambiguous'
    throw error
  }
}

const under = (path: string, ...directories: string[]) =>
  answerOrAmbiguous(() => prepareUnder(directories)(path))

describe('under', () => {
  test('agrees with a naive resolver wherever it answers', () => {
    fc.assert(
      fc.property(absolute, directory, (path, parts) => {
        const answer = under(path, `/${parts.join('/')}`)
        const inside = parts.every((part, index) => naivelyResolved(path)[index] === part)
        expect([inside, 'ambiguous']).toContain(answer)
      }),
      runs(2000),
    )
  })

  test('never answers true for what leads out once decoded', () => {
    fc.assert(
      fc.property(absolute, directory, (path, parts) => {
        fc.pre(under(path, `/${parts.join('/')}`) === true)
        const decoded = naivelyResolved(decodeURIComponent(path).replaceAll('\\', '/').replaceAll('．', '.'))
        expect(decoded.slice(0, parts.length)).toEqual(parts)
      }),
    )
  })

  test('throws nothing but that a text is ambiguous', () => {
    fc.assert(
      fc.property(strange, strange, (path, other) => {
        expect([true, false, 'ambiguous']).toContain(under(path, other))
      }),
      runs(2000),
    )
  })

  test('answers plainly for every name that has no structure', () => {
    const plain = fc
      .string({unit: 'grapheme', minLength: 1, maxLength: 20})
      .filter((name) => !/[/\\%:~*?\0.]|^\s|\s$/.test(name) && name.normalize('NFKC') === name)
    fc.assert(
      fc.property(plain, (name) => {
        expect(under(`/srv/data/${name}`, '/srv/data')).toBe(true)
      }),
    )
  })

  test.each([
    ['a deep path', '/a'.repeat(10_000)],
    ['a path of dots', `/a${'.'.repeat(30_000)}b`],
    ['a path that climbs', '/..'.repeat(10_000)],
    ['nested encodings', `/${'%25'.repeat(8_000)}2e`],
    ['a path beyond every limit', 'x'.repeat(1_000_000)],
    ['streams without end', `/${':'.repeat(30_000)}`],
  ])('comes to an end with %s', (_, path) => {
    expect([true, false, 'ambiguous']).toContain(under(path, '/srv', '~/.ssh', 'data'))
  })

  test('takes no path that can be read in too many ways, even if all lie inside', () => {
    const nested = (rounds: number): string => `/srv/%${'25'.repeat(rounds)}41`
    expect([under(nested(60), '/srv'), under(nested(70), '/srv')]).toEqual([true, 'ambiguous'])
  })

  test('says what makes a path ambiguous, without repeating it', () => {
    const message = (path: string, directory: string): string => {
      try {
        return String(prepareUnder([directory])(path))
      } catch (error) {
        return String(error)
      }
    }
    expect([
      message('/tmp/%2e%2e/etc/secret', '/etc'),
      message('secret', '/srv'),
      message('~/secret', '/home'),
      message('/SRV/secret', '/srv'),
      message('\\\\secret\\x', '/srv'),
      message('/proc/self/root/etc/secret', '/etc'),
      message('/secret', ''),
    ]).toEqual([
      'AmbiguousInput: the path leads elsewhere when percent-encoding is decoded',
      'AmbiguousInput: the path is relative, and the working directory is not known here; an absolute path is clear',
      'AmbiguousInput: the path starts at a home directory, and which that is, is not known here',
      'AmbiguousInput: the path may mean the same place: its letter case, spelling or place of the home directory decides',
      'AmbiguousInput: nothing in the path says where it leads',
      'AmbiguousInput: the path leads elsewhere where Linux has links',
      'AmbiguousInput: the directory is empty',
    ])
  })
})

describe('a directory in a policy', () => {
  test.each([
    ['/etc', undefined],
    ['~/.ssh', undefined],
    ['src', undefined],
    ['..', undefined],
    ['C:\\work', undefined],
    ['/srv/Übersicht', undefined],
    ['', 'the directory is empty'],
    ['  ', 'the directory is empty'],
    ['/home/*/.ssh', 'under takes directories, not patterns; try glob'],
    ['$HOME/x', 'the directory does not say where it is'],
    ['\\\\server\\share', 'the directory does not say where it is'],
    ['/%65tc', 'the directory leads elsewhere when percent-encoding is decoded'],
    ['file:///etc', 'the directory leads elsewhere when it is taken for a file URL'],
    ['/a\0b', 'the directory holds a NUL character'],
  ])('%j: %s', (given, problem) => {
    expect(checkDirectory(given)).toBe(problem)
  })
})
