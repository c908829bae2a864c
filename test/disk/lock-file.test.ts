import {readdirSync} from 'node:fs'
import {expect, test} from 'vitest'
import {takeLockFile} from '../../src/disk/lock-file.js'
import {hasEnded, ownMark} from '../../src/disk/process-mark.js'
import {createWorkplace} from '../helpers/workplace.js'

test('a turn is one process’s until it ends, and leaves nothing', () => {
  const place = createWorkplace()
  const before = readdirSync(place.cwd)
  const path = place.pathOf('a.lock')
  const first = takeLockFile(path)
  expect([first?.isHeld(), takeLockFile(path)]).toEqual([true, undefined])
  first?.release()
  expect([first?.isHeld(), takeLockFile(path)?.isHeld()]).toEqual([false, true])
  expect(readdirSync(place.cwd)).toEqual([...before, 'a.lock'].sort())
})

test.each([
  ['a machine elsewhere', '0192f0c1-2b3c-4d4e-8f90-123456789abc\n1\n\nelsewhere\n'],
  ['nobody knows whom', ''],
  ['one whose name leads elsewhere', '../../../../../../../../../../etc/tame/x\n1\n\nelsewhere\n'],
])('a new lock of %s is waited for', (_, text) => {
  const place = createWorkplace()
  const path = place.write('a.lock', text)
  expect([takeLockFile(path), place.read('a.lock')]).toEqual([undefined, text])
})

test('a process has ended when it is not there, or is another under the same number', () => {
  const own = ownMark()
  const marks = {
    own,
    'of unknown beginning': {...own, began: null},
    another: {...own, began: '1'},
    'of a number that no process has': {...own, pid: 2 ** 30},
    elsewhere: {...own, place: 'elsewhere', pid: 2 ** 30},
  }
  expect(Object.entries(marks).filter(([, mark]) => hasEnded(mark))).toEqual([
    // Only Linux tells when a process began.
    ...(process.platform === 'linux' ? [['another', marks.another]] : []),
    ['of a number that no process has', marks['of a number that no process has']],
  ])
})
