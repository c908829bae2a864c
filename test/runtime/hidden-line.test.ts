import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {HiddenLine} from '../../src/runtime/hidden-line.js'

/** What a line is after all this was sent, part by part. */
function typed(...parts: readonly string[]): {state: string; text: string} {
  const line = new HiddenLine()
  let state = 'going on'
  for (const part of parts) {
    if (state === 'going on') state = line.type(part)
  }
  return {state, text: line.text}
}

const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`

describe('what is typed', () => {
  test.each<[string, string, string, string]>([
    ['a part of a line', 'tk_a', 'going on', 'tk_a'],
    ['Enter', 'tk_a\r', 'entered', 'tk_a'],
    ['a pasted line', 'tk_a\nrest', 'entered', 'tk_a'],
    ['Ctrl-D', 'tk_a\u0004', 'entered', 'tk_a'],
    ['Ctrl-D alone', '\u0004', 'entered', ''],
    ['Ctrl-C', 'tk_a\u0003', 'interrupted', 'tk_a'],
    ['Backspace', 'tk_ab\u007f\u007fc\r', 'entered', 'tk_c'],
    ['Backspace, as old terminals send it', 'ab\b\r', 'entered', 'a'],
    ['Backspace where nothing is left', 'a\u007f\u007fb\r', 'entered', 'b'],
    ['Backspace after a wide character', 'a😀\u007fb\r', 'entered', 'ab'],
    ['Ctrl-U', 'abc\u0015d\r', 'entered', 'd'],
    ['arrows and other keys', 'a\u001b[Db\u001b[1;5Cc\u001bOHd\u001b[3~e\t\u0007\r', 'entered', 'abcde'],
    ['Esc', 'a\u001bb\r', 'entered', 'ab'],
    ['Ctrl-C within a sequence', 'a\u001b[\u0003', 'interrupted', 'a'],
    ['a paste', `a${paste('tk_b')}c\r`, 'entered', 'atk_bc'],
    ['a paste of several lines', `${paste('tk_a\n')}`, 'going on', 'tk_a\n'],
    ['a paste of several lines and Enter', `${paste('tk_a\r\nb')}\r`, 'entered', 'tk_a\r\nb'],
    ['a paste with Ctrl-D in it', `${paste('a\u0004b')}\r`, 'entered', 'ab'],
    ['Ctrl-C in a paste that does not end', '\u001b[200~a\u0003', 'interrupted', 'a'],
  ])('%s', (_, keys, state, text) => {
    expect(typed(keys)).toEqual({state, text})
  })

  test('means the same in whatever parts it comes', () => {
    const key = fc.constantFrom(
      'a',
      'é',
      '😀',
      '\u007f',
      '\u001b[D',
      '\u001bOA',
      '\u001b',
      paste('x\ny'),
      '\u0015',
    )
    fc.assert(
      fc.property(
        fc.array(key),
        fc.constantFrom('\r', '\u0003', ''),
        fc.array(fc.nat(60)),
        (keys, end, cuts) => {
          const all = [...keys, end].join('')
          const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length]
          const parts = places.map((place, index) => all.slice(places[index - 1] ?? 0, place))
          expect(typed(...wholeCharacters(parts))).toEqual(typed(all))
        },
      ),
    )
  })

  test('is too much at some point', () => {
    expect(() => typed('a'.repeat(2 ** 20 + 1))).toThrow('More than 1 MiB was typed')
  })
})

/** Parts that are cut between characters, as a decoder gives them. */
function wholeCharacters(parts: readonly string[]): string[] {
  let kept = ''
  return parts.map((part) => {
    const [whole = '', half = ''] = /^(.*?)([\ud800-\udbff]?)$/s.exec(kept + part)?.slice(1) ?? []
    kept = half
    return whole
  })
}
