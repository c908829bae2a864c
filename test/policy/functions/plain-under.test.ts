import fc from 'fast-check'
import {expect, test} from 'vitest'
import {AmbiguousInput} from '../../../src/policy/functions/ambiguous.js'
import {prepareUnder} from '../../../src/policy/functions/paths.js'
import {runs} from '../../helpers/runs.js'

/** Names alike but for case or spelling, and those of places that are links somewhere. */
const name = fc.constantFrom('a', 'A', 'b', 'a.b', 'srv', 'Srv', 'var', 'run', 'tmp', 'private', 'bin', 'usr')
const names = (most: number) => fc.array(name, {maxLength: most, minLength: 1})
const path = names(5).map((parts) => `/${parts.join('/')}`)

const directory = fc.oneof(
  {weight: 2, arbitrary: names(3).map((parts) => `/${parts.join('/')}`)},
  {
    weight: 1,
    arbitrary: fc.constantFrom('/', '/a/', '/a/../srv', '/\u017frv', '/a b', '~/a', 'a', '../a', 'C:/a'),
  },
)

function answer(directories: readonly string[], asked: string): boolean | string {
  try {
    return prepareUnder(directories)(asked)
  } catch (error) {
    if (error instanceof AmbiguousInput) return error.message
    throw error
  }
}

test('a plain path is answered by its text as it is when it is taken apart', () => {
  fc.assert(
    fc.property(fc.array(directory, {maxLength: 3}), path, (directories, plain) => {
      // A slash at its end says nothing, but is more than its characters tell.
      expect(answer(directories, plain)).toBe(answer(directories, `${plain}/`))
    }),
    runs(2000),
  )
})
