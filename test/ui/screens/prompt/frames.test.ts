import widthOf from 'string-width'
import {describe, expect, test} from 'vitest'
import {plainTheme} from '../../../../src/ui/plain-theme.js'
import {frameOf} from '../../../../src/ui/screens/prompt/frame.js'
import {promptFrame} from '../../../helpers/frame.js'
import {PlayedPrompt, reader} from './played-prompt.js'

/** The frame, with a bar where the cursor is. */
function shown({state}: PlayedPrompt): string {
  const frame = promptFrame(state, reader)
  const lines = frame.slice(1, -1).split('\n')
  expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(state.size.columns)
  expect(lines.length).toBeLessThan(state.size.rows)
  const {row, column} = frameOf(state, reader, plainTheme).cursor
  return `\n${lines.map((line, at) => (at === row ? marked(line, column) : line)).join('\n')}\n`
}

function marked(line: string, column: number): string {
  let before = ''
  for (const character of line.padEnd(column)) {
    if (widthOf(before) >= column) break
    before += character
  }
  return `${before}▏${line.slice(before.length)}`
}

type Size = readonly [columns: number, rows: number]

const at = ([columns, rows]: Size, history: readonly string[] = []): PlayedPrompt =>
  new PlayedPrompt(history, columns, rows)

const json =
  'test read_file --args {"path": "/tmp/a",\r  "note": "删除文件, which takes two columns a letter"}'
const history = ['test read_file --args path=/tmp/a', 'status']
const many = Array.from({length: 500}, (_, index) => `test tool_${index + 1}`).join('\r')

function faulty(prompt: PlayedPrompt): PlayedPrompt {
  const expression = 'tool_args.path = "/tmp" and tool_args.size < 10'
  const fault = {start: 15, end: 16, message: '`=` is written `==` here'}
  return prompt.type(`eval ${expression}`).tell({kind: 'checked', checked: {expression, parts: [], fault}})
}

const choosing = (prompt: PlayedPrompt): PlayedPrompt =>
  prompt
    .type('a to\t')
    .complete(2, ...Array.from({length: 12}, (_, index) => `tool_${index + 1}`))
    .type('\t\t')

test('on a terminal of any size, nothing runs over its edges', () => {
  for (let columns = 20; columns < 90; columns += 7)
    for (let rows = 6; rows < 30; rows += 5)
      for (const prompt of [faulty, choosing, (each: PlayedPrompt) => each.type(json)])
        shown(prompt(at([columns, rows])))
  for (const prompt of [faulty, choosing])
    shown(prompt(at([1, 1]).tell({kind: 'resized', size: {columns: 20, rows: 9}})))
})

describe('on a terminal of 80×24', () => {
  const size = [80, 24] as const

  test('nothing is typed', () => {
    expect(shown(at(size))).toMatchInlineSnapshot(`
      "
      tame ❯ ▏
      ⏎ run · tab complete · ↑ older · ↓ newer · ^R search · ^C clear · ^D leave
      "
    `)
  })

  test('a caller is set, and JSON goes on over lines', () => {
    expect(
      shown(at(size).tell({kind: 'ran', caller: 'nightly·researcher', isLeaving: false}).type(json)),
    ).toMatchInlineSnapshot(`
      "
      tame nightly·researcher ❯ test read_file --args {"path": "/tmp/a",
                                  "note": "删除文件, which takes two columns a letter
                                "}▏
      what test takes
      "
    `)
  })

  test('an expression has a fault', () => {
    expect(shown(faulty(at(size)))).toMatchInlineSnapshot(`
      "
      tame ❯ eval tool_args.path = "/tmp" and tool_args.size < 10▏
                                 ^ \`=\` is written \`==\` here
      what eval takes
      "
    `)
  })

  test('there are several words to choose from', () => {
    expect(shown(choosing(at(size)))).toMatchInlineSnapshot(`
      "
      tame ❯ a tool_2 ▏
        tool_1  about tool_1
      ❯ tool_2  about tool_2
        tool_3  about tool_3
        tool_4  about tool_4
        tool_5  about tool_5
        tool_6  about tool_6
        tool_7  about tool_7
        tool_8  about tool_8
        … 4 more
      "
    `)
  })

  test('the history is searched', () => {
    expect(shown(at(size, history).type('\u0012file'))).toMatchInlineSnapshot(`
      "
      search “file” ❯ test read_▏file --args path=/tmp/a
      "
    `)
  })

  test('nothing is found in it', () => {
    expect(shown(at(size, history).type('\u0012nowhere'))).toMatchInlineSnapshot(`
      "
      not found “nowhere” ❯ ▏
      "
    `)
  })

  test('five hundred lines were pasted', () => {
    expect(shown(at(size).type(`\u001b[200~${many}\u001b[201~`))).toMatchInlineSnapshot(`
      "
             test tool_481
             test tool_482
             test tool_483
             test tool_484
             test tool_485
             test tool_486
             test tool_487
             test tool_488
             test tool_489
             test tool_490
             test tool_491
             test tool_492
             test tool_493
             test tool_494
             test tool_495
             test tool_496
             test tool_497
             test tool_498
             test tool_499
             test tool_500▏
      what test takes
      "
    `)
  })
})

describe('on a terminal of 40×15', () => {
  const size = [40, 15] as const

  test('nothing is typed', () => {
    expect(shown(at(size))).toMatchInlineSnapshot(`
      "
      tame ❯ ▏
      ⏎ run · tab complete · ↑ older · ↓ newer
      "
    `)
  })

  test('a caller is set, and JSON goes on over lines', () => {
    expect(
      shown(at(size).tell({kind: 'ran', caller: 'nightly·researcher', isLeaving: false}).type(json)),
    ).toMatchInlineSnapshot(`
      "
      tame nightly·rese… ❯ test read_file --a
                           rgs {"path": "/tmp
                           /a",
                             "note": "删除文
                           件, which takes tw
                           o columns a letter
                           "}▏
      what test takes
      "
    `)
  })

  test('an expression has a fault', () => {
    expect(shown(faulty(at(size)))).toMatchInlineSnapshot(`
      "
      tame ❯ eval tool_args.path = "/tmp" and
                                 ^
        \`=\` is written \`==\` here
              tool_args.size < 10▏
      what eval takes
      "
    `)
  })

  test('there are several words to choose from', () => {
    expect(shown(choosing(at(size)))).toMatchInlineSnapshot(`
      "
      tame ❯ a tool_2 ▏
        tool_1  about tool_1
      ❯ tool_2  about tool_2
        tool_3  about tool_3
        tool_4  about tool_4
        tool_5  about tool_5
        … 7 more
      "
    `)
  })

  test('the history is searched', () => {
    expect(shown(at(size, history).type('\u0012file'))).toMatchInlineSnapshot(`
      "
      search “file” ❯ test read_▏file --args p
                      ath=/tmp/a
      "
    `)
  })

  test('nothing is found in it', () => {
    expect(shown(at(size, history).type('\u0012nowhere'))).toMatchInlineSnapshot(`
      "
      not found “nowhere” ❯ ▏
      "
    `)
  })

  test('five hundred lines were pasted', () => {
    expect(shown(at(size).type(`\u001b[200~${many}\u001b[201~`))).toMatchInlineSnapshot(`
      "
             test tool_490
             test tool_491
             test tool_492
             test tool_493
             test tool_494
             test tool_495
             test tool_496
             test tool_497
             test tool_498
             test tool_499
             test tool_500▏
      what test takes
      "
    `)
  })
})
