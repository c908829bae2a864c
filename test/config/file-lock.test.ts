import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdirSync, utimesSync} from 'node:fs'
import {describe, expect, onTestFinished, test} from 'vitest'
import {acquireLock} from '../../src/config/file-lock.js'
import {bundled} from '../helpers/bundled.js'
import {runs} from '../helpers/runs.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const program = bundled('lock-process.ts')

interface Locking {
  readonly process: ChildProcess
  /** Lines that it has printed. */
  readonly lines: () => number
  /** Resolves with the first line after this many. */
  printed(after: number): Promise<void>
  kill(): Promise<void>
}

function start(file: string, how: 'hold' | 'count'): Locking {
  const child = spawn(process.execPath, [program.file, file, how], {stdio: ['ignore', 'pipe', 'pipe']})
  let [text, errors] = ['', '']
  child.stdout.on('data', (data) => {
    text += String(data)
  })
  child.stderr.on('data', (data) => {
    errors += String(data)
  })
  const ended = once(child, 'close')
  const lines = (): number => text.split('\n').length - 1
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    process: child,
    lines,
    async printed(after) {
      while (lines() <= after)
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(() => Promise.reject(new Error(`It ended: ${errors}`))),
        ])
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const beside = (place: Workplace): string[] => readdirSync(place.cwd).sort()

describe('a lock that a killed process left', () => {
  test('is taken over at once', async () => {
    const place = createWorkplace()
    const file = place.write('count', '0')
    const holder = start(file, 'hold')
    await holder.printed(0)
    expect(beside(place)).toContain('count.lock')
    await holder.kill()
    const before = beside(place)
    const lock = await acquireLock(file)
    lock.replace('1')
    lock.release()
    expect([place.read('count'), before.includes('count.lock')]).toEqual(['1', true])
    expect(beside(place)).toEqual(before.filter((name) => name !== 'count.lock'))
  })

  test('is taken over by one of those who want it, whoever is killed', async () => {
    const place = createWorkplace()
    const file = place.write('count', '0')
    let [printed, killed] = [0, 0]
    const counting = Array.from({length: 4}, () => start(file, 'count'))
    for (let round = 0; round < runs(12).numRuns; round++) {
      const [first] = counting
      if (first === undefined) break
      await first.printed(first.lines())
      await first.kill()
      printed += first.lines()
      killed++
      counting.shift()
      counting.push(start(file, 'count'))
    }
    // None of them gave up, nor waited for one that is dead.
    for (const each of counting) await each.printed(each.lines())
    for (const each of counting) {
      await each.kill()
      printed += each.lines()
      killed++
    }
    const counted = Number(place.read('count'))
    // Who was killed may have counted one that it did not come to print.
    expect([counted >= printed, counted <= printed + killed]).toEqual([true, true])
  })

  test.each([
    ['of an older tame', ''],
    ['of a machine elsewhere', '0192f0c1-2b3c-4d4e-8f90-123456789abc\n1\n\nelsewhere\n'],
  ])('%s is taken over when it is old', async (_, text) => {
    const place = createWorkplace()
    const file = place.write('count', '0')
    utimesSync(place.write('count.lock', text), 0, 0)
    const lock = await acquireLock(file)
    lock.release()
    expect(beside(place)).not.toContain('count.lock')
  })
})
