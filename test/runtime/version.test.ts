import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {version} from '../../src/runtime/version.js'

test('is that of the package', () => {
  const pkg = readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')
  expect(version).toBe((JSON.parse(pkg) as {version: string}).version)
})
