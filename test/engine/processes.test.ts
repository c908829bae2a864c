import {chmodSync, chownSync, existsSync, mkdirSync, truncateSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import type {Tame} from '../../src/model/tame.js'
import {openTame} from '../../src/runtime/open-tame.js'
import {allOf} from '../helpers/all-of.js'
import {type Enforcing, EnforcingProcess} from '../helpers/enforcing.js'
import {runs} from '../helpers/runs.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = `
version: "1.0"
rules:
  - name: limited
    tools: [limited]
    limit: {count: 100, per: session, window: 1h}
    action: deny
  - name: rest
    action: allow
`

interface Scene {
  readonly place: Workplace
  start(options: Partial<Enforcing>): EnforcingProcess
  /** In this process, on the same ledger. */
  open(): Tame
}

function createScene(): Scene {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  mkdirSync(place.pathOf('.tame'))
  const asked = {cwd: place.cwd, home: place.home, callers: 16, calls: 10_000, tool: 'work', sessions: 5}
  const settings = {
    values: {store: null, policy: place.pathOf('policy.yaml'), durability: 'full', bypass_mode: false},
    origins: {policy: {kind: 'flag'}},
  } as Parameters<typeof openTame>[0]
  return {
    place,
    start(options) {
      const process = new EnforcingProcess({...asked, ...options})
      onTestFinished(async () => {
        process.kill()
        await process.ended
      })
      return process
    },
    open() {
      const tame = openTame(settings, place)
      onTestFinished(() => tame.close())
      return tame
    },
  }
}

/** Fails with what it found, when the record is not whole: every answer is there once, and every count is that of the entries. */
async function expectWhole(tame: Tame, answered: readonly string[]): Promise<void> {
  const verification = await tame.audit.verify()
  expect(verification.failures).toEqual([])
  const {store} = await tame.status()
  const records = await allOf(tame.logs.list())
  const recorded = new Set(records.map(({logId}) => logId))
  expect(answered.filter((id) => !recorded.has(id))).toEqual([])
  expect(recorded.size).toBe(records.length)
  expect(store.entries).toBe(verification.entries)
  expect(Object.values(store.decisions).reduce((sum, count) => sum + count)).toBe(records.length)
  const {sessions} = await tame.sessions.list()
  expect(sessions.reduce((sum, {totalCalls}) => sum + totalCalls, 0)).toBe(records.length)
}

test('loses no answer when processes are killed at any instant', async () => {
  const scene = createScene()
  const answered: string[] = []
  for (let round = 0; round < runs(2).numRuns; round++) {
    const processes = [1, 2, 3].map(() => scene.start({}))
    // Some are killed while they open the database, some in the middle of their work.
    const instants = processes.map(() => 1 + Math.floor(Math.random() ** 3 * 2000))
    await Promise.all(
      processes.map(async (process, at) => {
        await process.printed(instants[at] ?? 1)
        process.kill()
        await process.ended
      }),
    )
    answered.push(...processes.flatMap((process) => process.answered))
    expect(processes.flatMap(({lines}) => lines.filter((line) => line.startsWith('refused')))).toEqual([])
  }
  await expectWhole(scene.open(), answered)
  expect(answered.length).toBeGreaterThan(0)
}, 600_000)

test('a limit of 100 lets 100 through, however many ask in however many processes', async () => {
  for (let round = 0; round < runs(1).numRuns; round++) await expectExactLimit(createScene())
}, 600_000)

async function expectExactLimit(scene: Scene): Promise<void> {
  const processes = [1, 2, 3, 4].map(() => scene.start({tool: 'limited', sessions: 1, calls: 5}))
  await Promise.all(processes.map(({ended}) => ended))
  expect(processes.flatMap(({lines}) => lines.filter((line) => line.startsWith('refused')))).toEqual([])
  const count = (effect: string): number => processes.reduce((sum, each) => sum + each.effects(effect), 0)
  expect([count('allow'), count('deny')]).toEqual([100, 220])
  const answered = processes.flatMap((process) => process.answered)
  await expectWhole(scene.open(), answered)
}

test('refuses when files can’t grow any more, and loses nothing of what it answered', async () => {
  const scene = createScene()
  const first = scene.start({callers: 8, calls: 2})
  await first.ended
  const process = scene.start({callers: 8, calls: 40, args: {text: 'x'.repeat(10_000)}, mostBlocks: 2000})
  await process.ended
  const refusals = new Set(process.lines.filter((line) => line.startsWith('refused')))
  expect([...refusals].filter((line) => !/^refused STORE_(FULL|FAILED)$/.test(line))).toEqual([])
  expect([refusals.size > 0, process.answered.length > 0]).toEqual([true, true])
  const tame = scene.open()
  await expectWhole(tame, [...first.answered, ...process.answered])
  expect((await tame.enforce({tool: 'work', args: {}})).effect).toBe('allow')
})

test('refuses where it may not write, and says so', async () => {
  const scene = createScene()
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined
  const directory = scene.place.pathOf('.tame')
  for (const each of [path.dirname(scene.place.home), scene.place.home]) chmodSync(each, 0o755)
  if (nobody !== undefined) chownSync(directory, nobody, nobody)
  chmodSync(directory, 0o555)
  const child = scene.start({callers: 2, calls: 1, ...(nobody === undefined ? {} : {uid: nobody})})
  await child.ended
  chmodSync(directory, 0o755)
  expect(child.lines).toEqual(['open', 'refused STORE_READ_ONLY', 'refused STORE_READ_ONLY', 'closed'])
  expect(existsSync(path.join(directory, 'tame.db'))).toBe(false)
})

test.each<[string, (file: string) => void]>([
  ['half of it', (file) => truncateSync(file, 5000)],
  ['something else', (file) => writeFileSync(file, 'x'.repeat(100_000))],
])('answers nothing by a database that is %s', async (_, damage) => {
  const scene = createScene()
  const before = scene.start({callers: 4, calls: 20})
  await before.ended
  damage(scene.place.pathOf('.tame/tame.db'))
  const tame = scene.open()
  const settled = await Promise.allSettled([1, 2].map(() => tame.enforce({tool: 'work', args: {}})))
  const codes = settled.map((each) =>
    each.status === 'rejected' ? (each.reason as {code: string}).code : 'answered',
  )
  expect(codes).toEqual(['STORE_CORRUPT', 'STORE_CORRUPT'])
})
