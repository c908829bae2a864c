import {describe, expect, test} from 'vitest'
import {createFileStates, runOnChange} from '../../src/runtime/file-watch.js'
import {createWorkplace} from '../helpers/workplace.js'

interface Scene {
  /** The file's states: before the first look, then at each. The last one stays. */
  states: string[]
  /** What each run does; the last one's way is kept. */
  runs: ((note: () => void, scene: {look: number}) => void)[]
  looks?: number
}

/** At which look each run began, when there are so many looks. */
async function runsOf({states, runs, looks = 10}: Scene): Promise<number[]> {
  const scene = {look: 0}
  const begun: number[] = []
  const ended = new Error('no more looks')
  const watching = {
    stateOf: () => states[Math.min(scene.look, states.length - 1)] ?? '',
    pause: async () => {
      scene.look++
      if (scene.look > looks) throw ended
    },
  }
  const run = async (note: (file: string) => void): Promise<void> => {
    const act = runs[Math.min(begun.length, runs.length - 1)]
    begun.push(scene.look)
    act?.(() => note('policy.yaml'), scene)
  }
  await expect(runOnChange(run, async () => {}, watching)).rejects.toBe(ended)
  return begun
}

const noting = (note: () => void): void => note()

describe('it runs again', () => {
  test('when a file is another, and has settled', async () => {
    expect(await runsOf({states: ['a', 'a', 'b', 'c', 'c'], runs: [noting]})).toEqual([0, 4])
  })

  test('not when a file is what it was', async () => {
    expect(await runsOf({states: ['a', 'b', 'a', 'a'], runs: [noting]})).toEqual([0])
  })

  test('when a file became another between being noted and the first look', async () => {
    const lateChange = (note: () => void, scene: {look: number}): void => {
      note()
      scene.look = 1
    }
    expect(await runsOf({states: ['a', 'b'], runs: [lateChange, noting]})).toEqual([0, 3])
  })

  test('once, also when the run did not come to the file that is another', async () => {
    const failing = (): never => {
      throw new Error('broken')
    }
    expect(await runsOf({states: ['a', 'b', 'b'], runs: [noting, failing]})).toEqual([0, 2])
  })

  test('when a file that no later run came to is another again', async () => {
    expect(await runsOf({states: ['a', 'b', 'b', 'c'], runs: [noting, () => {}]})).toEqual([0, 2, 4])
  })
})

test('with nothing to wait for, a failure is the end', async () => {
  const failure = new Error('no suite')
  const run = async (): Promise<void> => {
    throw failure
  }
  await expect(runOnChange(run, async () => {})).rejects.toBe(failure)
})

describe('the state of a file', () => {
  /** On a file system whose clock stands still. */
  const scene = () => {
    const place = createWorkplace()
    const clock = {nowMs: 1000}
    const states = createFileStates(
      () => ({text: 'as ever', changedMs: 1000}),
      () => clock.nowMs,
    )
    return {
      clock,
      write: (text: string) => place.write('a.yaml', text),
      state: () => states(place.pathOf('a.yaml')),
    }
  }

  test('is another when it says something else, though it looks the same', () => {
    const {write, state, clock} = scene()
    write('a')
    const before = state()
    clock.nowMs += 10_000
    write('b')
    expect(state()).not.toBe(before)
  })

  test('is the same when it says the same', () => {
    const {write, state, clock} = scene()
    write('a')
    const before = state()
    clock.nowMs += 10_000
    expect([state(), state()]).toEqual([before, before])
  })

  test('is not looked for in the file once its clock has ticked since', () => {
    const {write, state, clock} = scene()
    write('a')
    clock.nowMs += 10_000
    const before = state()
    write('b')
    expect(state()).toBe(before)
  })

  test('of one that is not there, or can’t be read, is one', () => {
    const states = createFileStates()
    const place = createWorkplace()
    expect([states(place.pathOf('none')), states(place.cwd)]).toEqual([
      states(place.pathOf('none')),
      states(place.cwd),
    ])
    expect(states(place.pathOf('none'))).not.toBe(states(place.cwd))
  })
})
