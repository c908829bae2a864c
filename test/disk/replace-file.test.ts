import {chmodSync, chownSync, readdirSync, renameSync, statSync} from 'node:fs'
import {expect, test} from 'vitest'
import {acquireLock} from '../../src/config/file-lock.js'
import {replaceFile} from '../../src/disk/replace-file.js'
import {asOneWhoMayNot} from '../helpers/user.js'
import {createWorkplace} from '../helpers/workplace.js'

test('a failure leaves the old file, and nothing beside it', () => {
  const place = createWorkplace()
  const file = place.write('dir/a.yaml', 'old')
  const beforeRename = (): never => {
    throw new Error('no')
  }
  expect(() => replaceFile(file, 'new', {beforeRename})).toThrow('no')
  expect([place.read(file), readdirSync(place.pathOf('dir'))]).toEqual(['old', ['a.yaml']])
})

test('the mode is that of the old file, or the one wanted', () => {
  const place = createWorkplace()
  const file = place.write('a.yaml', 'old')
  chmodSync(file, 0o666)
  replaceFile(file, 'new')
  expect([place.read(file), statSync(file).mode & 0o777]).toEqual(['new', 0o666])
  replaceFile(file, 'new', {mode: 0o600})
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.skipIf(process.getuid?.() !== 0)('the file stays its owner’s', () => {
  const place = createWorkplace()
  const file = place.write('a.yaml', 'old')
  chownSync(file, 65_534, 65_534)
  replaceFile(file, 'new')
  expect(statSync(file).uid).toBe(65_534)
})

test('a file that is closed to writing is not replaced', async () => {
  const place = createWorkplace()
  const file = place.write('a.yaml', 'old')
  chmodSync(file, 0o444)
  await asOneWhoMayNot(place, async () => expect(() => replaceFile(file, 'new')).toThrow('EACCES'))
})

test('a lock that was lost to another writes nothing, and leaves the other’s alone', async () => {
  const place = createWorkplace()
  const file = place.write('c.yaml', 'old')
  const lost = await acquireLock(file)
  place.write('other.lock', 'theirs')
  renameSync(place.pathOf('other.lock'), `${file}.lock`)
  expect(() => lost.replace('new')).toThrow('Another tame is writing')
  lost.release()
  expect([place.read(file), place.read(`${file}.lock`)]).toEqual(['old', 'theirs'])
})
