import {expect, test} from 'vitest'
import {filledPath, queryText} from '../../src/api/path.js'

test('a path is filled in so that nothing of it leads elsewhere', () => {
  expect(filledPath('/a/{id}/b/{id}', {id: 'x/y?z=%ü'})).toBe(
    '/a/x%2Fy%3Fz%3D%25%C3%BC/b/x%2Fy%3Fz%3D%25%C3%BC',
  )
  for (const id of ['', '.', '..']) expect(() => filledPath('/a/{id}', {id})).toThrow(RangeError)
  expect(() => filledPath('/a/{id}')).toThrow(RangeError)
})

test('a query holds what is given', () => {
  expect(queryText({a: '1&b=2', b: undefined, c: ''})).toBe('?a=1%26b%3D2&c=')
  expect(queryText({a: undefined})).toBe('')
})
