import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {prepareGlob} from '../../../src/policy/functions/glob.js'
import {prepareUnder} from '../../../src/policy/functions/paths.js'
import {isPlainPath} from '../../../src/policy/functions/plain-path.js'
import {runs} from '../../helpers/runs.js'

const ordinary = 'a b etc tmp var run home u proc self root cwd fd dev bin usr private .ssh a.b a+b'.split(
  ' ',
)
const strange = 'A ETC Tmp System Volumes Data net thread-self .. . a. a..b ... %2e%2e %2f \\ ．． ~ *'.split(
  ' ',
)
const namesOf = (...lists: string[][]) => fc.constantFrom('', ...lists.flat())
const pathOf = (name: fc.Arbitrary<string>) =>
  fc.array(name, {minLength: 1, maxLength: 6}).map((names) => `/${names.join('/')}`)
const directory = pathOf(fc.constantFrom(...ordinary, 'ETC', 'System'))

function answers(path: string, place: string): unknown[] {
  return [prepareUnder([place]), prepareGlob([`${place}/**`]), prepareGlob([`${place}/*`])].map((ask) => {
    try {
      return ask(path)
    } catch (error) {
      if (error instanceof AmbiguousInput) return error.message
      throw error
    }
  })
}

describe('a plain path', () => {
  test.each([
    ['/tmp/a.txt', true],
    ['/home/u/.ssh/id_rsa', true],
    ['/srv/a-b_c+d=e@f(g),h', true],
    [`/${'a'.repeat(4095)}`, true],
    ['/', false],
    ['', false],
    ['tmp/a', false],
    ['/tmp/', false],
    ['/tmp//a', false],
    ['/tmp/./a', false],
    ['/tmp/../a', false],
    ['/tmp/..', false],
    ['/tmp/a.', false],
    ['/tmp/a./b', false],
    ['/tmp/a..b', false],
    ['/tmp/...', false],
    ['/tmp/a b', false],
    ['/tmp/%61', false],
    ['/tmp\\a', false],
    ['/tmp/a\0', false],
    ['/tmp/ü', false],
    ['/tmp/a\u{10061}', false],
    ['/tmp/~', false],
    ['/tmp/*', false],
    ['/tmp/a:$DATA', false],
    [`/${'a'.repeat(4096)}`, false],
  ])('%j: %s', (path, expected) => {
    expect(isPlainPath(path)).toBe(expected)
  })

  test('is answered as when it is taken apart name by name', () => {
    fc.assert(
      fc.property(pathOf(namesOf(ordinary, strange)), directory, (path, place) => {
        expect(answers(path, place)).toEqual(answers(`/.${path}`, place))
      }),
      runs(3000),
    )
  })

  test('is answered as when every habit of reading was tried on it', () => {
    fc.assert(
      fc.property(pathOf(fc.constantFrom(...ordinary, 'A', 'ETC', 'System')), directory, (path, place) => {
        expect(isPlainPath(path)).toBe(true)
        // The umlaut lies in whatever the path leads to, and keeps it from being plain.
        expect(answers(`${path}/z`, place)).toEqual(answers(`${path}/ü`, place))
      }),
      runs(3000),
    )
  })
})
