import {execFileSync} from 'node:child_process'
import {symlinkSync, writeFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {readLines, readStream} from '../../src/disk/read-stream.js'
import {readText} from '../../src/disk/read-text.js'
import {createWorkplace} from '../helpers/workplace.js'

const makePipe = 'mkfifo'
const input = {name: 'input', prefix: 'INPUT'} as const

test.each(['/dev/zero', '/dev/ptmx', 'pipe'])('%s is no text that ends', (target) => {
  const place = createWorkplace()
  execFileSync(makePipe, [place.pathOf('pipe')])
  symlinkSync(place.pathOf(target), place.pathOf('link'))
  expect(() => readText(place.pathOf('link'), input)).toThrow(
    `Can't read the input ${place.pathOf('link')}: it is no regular file`,
  )
})

test('a file that is not UTF-8 or too large is refused, and one that is not there is nothing', () => {
  const place = createWorkplace()
  writeFileSync(place.pathOf('latin'), Buffer.from('a\n\xfc', 'latin1'))
  place.write('large', 'x'.repeat(2 ** 20 + 1))
  expect(() => readText(place.pathOf('latin'), input)).toThrow('is not UTF-8 text: line 2 has other bytes')
  expect(() => readText(place.pathOf('large'), input)).toThrow('is larger than 1 MiB')
  expect(readText(place.pathOf('none'), input)).toBeUndefined()
})

const endless = (): {pulled: () => number; stream: AsyncIterable<Buffer>} => {
  let pulled = 0
  async function* stream(): AsyncGenerator<Buffer> {
    for (; pulled < 100; pulled++) yield Buffer.alloc(2 ** 16, 'x')
  }
  return {pulled: () => pulled, stream: stream()}
}

test('a stream is left as soon as it has brought too much', async () => {
  const {pulled, stream} = endless()
  await expect(readStream(stream, 'stdin')).rejects.toMatchObject({code: 'INPUT_TOO_LARGE', exitCode: 2})
  expect(pulled()).toBe(16)
})

test('lines are whole however they come, and one that is too long is passed over', async () => {
  async function* stream(): AsyncGenerator<Buffer> {
    yield Buffer.from('a\nb')
    yield Buffer.from('c\n\n')
    yield* endless().stream
    yield Buffer.from('\nlast')
  }
  const lines: (string | undefined)[] = []
  for await (const line of readLines(stream(), 'stdin')) lines.push(line?.toString())
  expect(lines).toEqual(['a', 'bc', '', undefined, 'last'])
})
