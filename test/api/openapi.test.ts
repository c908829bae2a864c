import {expect, test} from 'vitest'
import {openApi} from '../../src/api/openapi.js'
import {operations} from '../../src/api/operations.js'

const document = openApi('1.2.3')

test('names every operation once, by its path and method', () => {
  const paths = document['paths'] as Record<string, Record<string, {operationId: string}>>
  const found = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({operationId}) => operationId),
  )
  expect(found.sort()).toEqual(Object.keys(operations).sort())
})

test('refers only to what is in it', () => {
  const text = JSON.stringify(document)
  const schemas = (document['components'] as {schemas: object}).schemas
  const refs = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, target = '']) => target)
  expect(refs.length).toBeGreaterThan(60)
  const lost = refs.filter((target) => !Object.hasOwn(schemas, target.replace('#/components/schemas/', '')))
  expect(lost).toEqual([])
})
