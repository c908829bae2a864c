import {existsSync, mkdirSync} from 'node:fs'
import {expect, test} from 'vitest'
import {removeFile} from '../../src/disk/remove-file.js'
import {createWorkplace} from '../helpers/workplace.js'

test('a file is gone, and one that is not there is no failure', () => {
  const place = createWorkplace()
  const file = place.write('a', '')
  removeFile(file)
  expect(existsSync(file)).toBe(false)
  removeFile(file)
})

test('what is there and can not be taken away is a failure', () => {
  const directory = createWorkplace().pathOf('directory')
  mkdirSync(directory)
  expect(() => removeFile(directory)).toThrow(/EISDIR|EPERM/)
})
