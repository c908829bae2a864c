import {execFile} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {allOf} from '../../helpers/all-of.js'
import {bundled} from '../../helpers/bundled.js'
import {storeDirectory} from '../../helpers/store-directory.js'
import {storeCalls} from '../../helpers/stored-calls.js'

const directory = storeDirectory()
const program = bundled('store-process.ts')
const fileOf = () => path.join(directory.home, 'tame.db')

const run = promisify(execFile)
const writing = async (callers: number, calls: number) => {
  const {stdout} = await run(process.execPath, [program.file, fileOf(), String(callers), String(calls)])
  return JSON.parse(stdout) as {outcomes: Record<string, number>}
}

test('lets four processes with 64 callers each make the database, and record every call', async () => {
  const processes = await Promise.all(Array.from({length: 4}, () => writing(64, 3)))
  expect(processes.map(({outcomes}) => outcomes)).toEqual(Array(4).fill({recorded: 192}))
  const store = directory.open()
  expect((await allOf(store.entries())).map(({seq}) => seq)).toEqual(
    Array.from({length: 768}, (_, index) => index + 1),
  )
  expect((await store.session('s'))?.totalCalls).toBe(768)
  expect(await allOf(store.differingViews())).toEqual([])
})

test('waits for another process, while everything else in this one goes on', async () => {
  const [waiting, holding] = [directory.open(), directory.open()]
  await storeCalls(waiting, [{}])
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const order: string[] = []
  const begun = new Promise<void>((resolve) => {
    void holding.write(async () => {
      resolve()
      await held
      order.push('released')
    })
  })
  await begun
  const written = storeCalls(waiting, [{}]).then(() => order.push('written'))
  await waiting.head()
  release()
  await written
  expect(order).toEqual(['released', 'written'])
})

test('says that it is locked after a time', async () => {
  const [waiting, holding] = [directory.open('tame.db', {patienceMs: 20}), directory.open()]
  await storeCalls(holding, [{}])
  await holding.write(async () => {
    await expect(storeCalls(waiting, [{}])).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: `The database ${fileOf()} is locked: another process has been writing to it for too long`,
      exitCode: 5,
    })
    expect((await waiting.head()).seq).toBe(1)
  })
  await storeCalls(waiting, [{}])
  expect((await waiting.head()).seq).toBe(2)
})

const limited = async (script: string) => {
  mkdirSync(directory.home)
  const {stdout} = await run('/bin/sh', ['-c', script, 'sh', directory.home, process.execPath, program.file])
  return JSON.parse(stdout) as {outcomes: Record<string, number>; seq: number; calls: number}
}

test('says that no more goes to the disk, and keeps what was recorded', async () => {
  // 512 bytes each: enough for the database, and for some calls in its log.
  const {outcomes, seq, calls} = await limited(
    'trap "" XFSZ; ulimit -f 1200; exec "$2" "$3" "$1/tame.db" 1 60 20000',
  )
  const failure = `STORE_FULL: Can't write to the database ${fileOf()}: a quota or a limit on the size of files is reached, or the disk fails`
  expect(outcomes).toEqual({recorded: seq, [failure]: 60 - seq})
  expect(calls).toBe(seq)
  const store = directory.open()
  expect((await store.head()).seq).toBe(seq)
  expect(await allOf(store.differingViews())).toEqual([])
  await storeCalls(store, [{}])
})

const mayMount = await run('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).then(
  () => true,
  () => false,
)

test.runIf(mayMount)('says that the disk is full, and keeps what was recorded', async () => {
  const {outcomes, seq, calls} = await limited(
    `exec unshare -rm sh -c 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" "$3" "$1/tame.db" 1 60 20000' sh "$@"`,
  )
  const failure = `STORE_FULL: Can't write to the database ${fileOf()}: the disk is full`
  expect(outcomes).toEqual({recorded: seq, [failure]: 60 - seq})
  expect(seq).toBeGreaterThan(0)
  expect(seq).toBeLessThan(60)
  expect(calls).toBe(seq)
})
