import fc from 'fast-check'
import {expect, test} from 'vitest'
import {readLines} from '../../../src/client/remote/read-lines.js'
import {serverEvents} from '../../../src/client/remote/server-events.js'
import {allOf} from '../../helpers/all-of.js'
import {runs} from '../../helpers/runs.js'

/** A text's bytes, cut wherever it may be. */
async function* chunksOf(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  for (const [index, end] of places.slice(1).entries()) yield bytes.subarray(places[index], end)
}

const words = fc.array(
  fc.string({unit: fc.constantFrom('a', 'ä', '€', '😀', '"', ' ', '\t'), maxLength: 6}),
  {maxLength: 6},
)
const cuts = fc.array(fc.nat(), {maxLength: 8})

test('lines are the same wherever the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(words, cuts, fc.constantFrom('\n', '\r\n'), async (lines, places, end) => {
      const text = lines.map((line) => line + end).join('')
      expect(await allOf(readLines(chunksOf(text, places)))).toEqual(lines)
    }),
    runs(200),
  )
})

test('what follows the last break is a line, and an empty answer has none', async () => {
  expect(await allOf(readLines(chunksOf('a\n\nb', [])))).toEqual(['a', '', 'b'])
  expect(await allOf(readLines(chunksOf('', [])))).toEqual([])
})

test.each([
  ['in the middle', [0x61, 0xff, 0x62, 0x0a]],
  ['that is cut at the end', [0x61, 0xe2, 0x82]],
])('bytes that are no text, %s, are an error', async (_, bytes) => {
  const chunks = (async function* () {
    yield Uint8Array.from(bytes)
  })()
  await expect(allOf(readLines(chunks))).rejects.toMatchObject({code: 'ERR_ENCODING_INVALID_ENCODED_DATA'})
})

test.each([
  ['a name and data', 'event: result\ndata: {}\n\n', [{name: 'result', data: '{}'}]],
  ['data of several lines', 'data: a\ndata: b\n\n', [{name: 'message', data: 'a\nb'}]],
  ['comments and what has no data', ': still here\n\nevent: open\nid: 4\n\n', []],
  ['no blank after the colon', 'data:a\n\n', [{name: 'message', data: 'a'}]],
  ['fields that nobody knows', 'retry: 10\ndata: a\nfield\n\n', [{name: 'message', data: 'a'}]],
  [
    'a name only until its end',
    'event: a\ndata: 1\n\ndata: 2\n\n',
    [
      {name: 'a', data: '1'},
      {name: 'message', data: '2'},
    ],
  ],
  ['no half of one', 'data: a\n\ndata: b\n', [{name: 'message', data: 'a'}]],
])('server-sent events have %s', async (_, text, events) => {
  expect(await allOf(serverEvents(readLines(chunksOf(text, [3, 9]))))).toEqual(events)
})
