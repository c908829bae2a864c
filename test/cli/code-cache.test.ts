import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

interface Cached {
  /** The directory of this build's code. */
  directory: string
  run(): Promise<Finished>
}

/** A command line that has run once, with a cache of its own. */
async function warmed(place: Workplace): Promise<Cached> {
  const env = {XDG_CACHE_HOME: place.pathOf('~/cache')}
  const run = (): Promise<Finished> => place.run(['config', 'get', 'timeout'], {env})
  await run()
  const around = place.pathOf('~/cache/tame/code')
  const [name = ''] = readdirSync(around)
  return {directory: path.join(around, name), run}
}

const answer = {status: 0, stdout: '30\n', stderr: ''}

const files = ({directory}: Cached): string[] =>
  readdirSync(directory).map((name) => path.join(directory, name))

describe('the compiled code', () => {
  test('is kept for the next start, for its owner alone', async () => {
    const cached = await warmed(createWorkplace())
    expect(files(cached).length).toBeGreaterThan(3)
    expect(statSync(cached.directory).mode & 0o777).toBe(0o700)
    const before = files(cached).map((file) => readFileSync(file).toString('base64'))
    expect(await cached.run()).toEqual(answer)
    expect(files(cached).map((file) => readFileSync(file).toString('base64'))).toEqual(before)
  })

  test.each<[string, (file: string) => void]>([
    ['torn', (file) => truncateSync(file, statSync(file).size >> 1)],
    ['empty', (file) => truncateSync(file, 0)],
    ['no code at all', (file) => writeFileSync(file, 'nonsense')],
    [
      'altered',
      (file) => {
        const bytes = readFileSync(file)
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0xff, bytes.length >> 1)
        writeFileSync(file, bytes)
      },
    ],
  ])('is made again when it is %s', async (_, harm) => {
    const cached = await warmed(createWorkplace())
    for (const file of files(cached)) harm(file)
    const harmed = files(cached).map((file) => readFileSync(file).toString('base64'))
    expect(await cached.run()).toEqual(answer)
    expect(files(cached).map((file) => readFileSync(file).toString('base64'))).not.toEqual(harmed)
  })

  test.skipIf(process.platform === 'win32')('is not believed where others may write', async () => {
    const cached = await warmed(createWorkplace())
    chmodSync(cached.directory, 0o777)
    for (const file of files(cached)) writeFileSync(file, 'planted')
    expect(await cached.run()).toEqual(answer)
    expect(files(cached).every((file) => readFileSync(file, 'utf8') === 'planted')).toBe(true)
  })

  test('can’t be kept where a file is in the way, and tame runs all the same', async () => {
    const place = createWorkplace()
    const cached = await warmed(place)
    rmSync(place.pathOf('~/cache'), {recursive: true})
    place.write('~/cache', '')
    expect(await cached.run()).toEqual(answer)
  })

  test('of other versions goes after a month', async () => {
    const place = createWorkplace()
    const cached = await warmed(place)
    const old = path.dirname(place.write('~/cache/tame/code/old-version/main.cjs', ''))
    const recent = path.dirname(place.write('~/cache/tame/code/other-node/main.cjs', ''))
    utimesSync(old, 0, 0)
    rmSync(cached.directory, {recursive: true})
    await cached.run()
    expect(readdirSync(path.dirname(old)).sort()).toEqual(
      [path.basename(cached.directory), path.basename(recent)].sort(),
    )
  })
})
