import {expect, test} from 'vitest'
import type {Asked, Desk} from '../../src/server/desk.js'
import {logs} from '../../src/server/handlers/logs.js'
import {ListTurns} from '../../src/server/list-turns.js'
import {allOf} from '../helpers/all-of.js'

/** Items each of which takes a few turns of the event loop to be found. */
async function* slowly(name: string, steps: string[], fails = false): AsyncGenerator<string> {
  for (const item of [`${name}1`, `${name}2`]) {
    steps.push(`look for ${item}`)
    await new Promise((resolve) => setImmediate(resolve))
    if (fails) throw new Error(`No ${item}`)
    steps.push(`found ${item}`)
    yield item
  }
}

const isThere = (): boolean => false

test('one caller’s lists are looked through one after the other, step by step', async () => {
  const [turns, steps] = [new ListTurns(), [] as string[]]
  const lists = ['a', 'b'].map((name) => allOf(turns.of('key', slowly(name, steps), isThere)))
  expect(await Promise.all(lists)).toEqual([
    ['a1', 'a2'],
    ['b1', 'b2'],
  ])
  for (const [at, step] of steps.entries())
    if (at % 2 === 0) expect(steps[at + 1]).toBe(step.replace('look for', 'found'))
})

test('another’s do not wait for that', async () => {
  const [turns, steps] = [new ListTurns(), [] as string[]]
  await Promise.all([
    allOf(turns.of('key', slowly('a', steps), isThere)),
    allOf(turns.of('other', slowly('b', steps), isThere)),
  ])
  expect(steps.slice(0, 2)).toEqual(['look for a1', 'look for b1'])
})

test('one that fails, or that nobody reads to its end, holds up none', async () => {
  const turns = new ListTurns()
  await expect(allOf(turns.of('key', slowly('a', [], true), isThere))).rejects.toThrow('No a1')
  for await (const item of turns.of('key', slowly('b', []), isThere)) if (item === 'b1') break
  expect(await allOf(turns.of('key', slowly('c', []), isThere))).toEqual(['c1', 'c2'])
})

test('nothing is looked for where nobody is there any more when its turn comes', async () => {
  const [turns, steps] = [new ListTurns(), [] as string[]]
  let isGone = false
  const lists = ['a', 'b'].map((name) => allOf(turns.of('key', slowly(name, steps), () => isGone)))
  await Promise.resolve()
  expect(steps).toEqual(['look for a1'])
  isGone = true
  expect(await Promise.all(lists)).toEqual([['a1'], []])
  expect(steps).toEqual(['look for a1', 'found a1'])
})

test('of one caller no more are taken than can be kept, until one is over', async () => {
  const turns = new ListTurns()
  const list = (caller: string): Promise<string[]> => allOf(turns.of(caller, slowly('a', []), isThere))
  const lists = Array.from({length: 64}, () => list('key'))
  expect(() => list('key')).toThrow('With this key 64 lists of calls are on their way already')
  expect(await list('other')).toEqual(['a1', 'a2'])
  await Promise.all(lists)
  expect(await list('key')).toEqual(['a1', 'a2'])
})

test.each([
  ['agent', ['looks', 'found', 'looks', 'found']],
  ['approver', ['looks', 'looks', 'found', 'found']],
] as const)('the calls of an %s are looked for so', async (role, expected) => {
  const steps: string[] = []
  async function* nothing(): AsyncGenerator<never> {
    steps.push('looks')
    await new Promise((resolve) => setImmediate(resolve))
    steps.push('found')
  }
  const desk = {tame: {logs: {list: nothing}}, listTurns: new ListTurns()} as unknown as Desk
  const caller = {keyId: 'key', name: 'key', role}
  const asked = {query: {}, caller, isGone: isThere} as unknown as Asked<'listLogs'>
  const list = async (): Promise<string[]> => {
    const answer = await logs.listLogs(asked, desk)
    return answer.kind === 'stream' ? allOf(answer.chunks) : expect.unreachable()
  }
  expect(await Promise.all([list(), list()])).toEqual([['{"end":{"count":0}}\n'], ['{"end":{"count":0}}\n']])
  expect(steps).toEqual(expected)
})
