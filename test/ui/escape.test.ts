import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {escaped} from '../../src/ui/text/escape.js'
import {jsonText} from '../../src/ui/text/json.js'

describe('a text for a person', () => {
  test.each([
    ['plain — “text” 删除 ümläut', 'plain — “text” 删除 ümläut'],
    ['\u001b[2J\r\n\t', '\\u001b[2J\\r\\n\\t'],
    ['bob\u200b@example.com', 'bob\\u200b@example.com'],
    ['a\u00adb\ufeffc\u2060d\u3164e', 'a\\u00adb\\ufeffc\\u2060d\\u3164e'],
    ['one\u2028two\u2029three', 'one\\u2028two\\u2029three'],
    ['\u202egpj.exe', '\\u202egpj.exe'],
    ['👩‍👩‍👧‍👦 ❤️ 👍🏽 1️⃣', '👩‍👩‍👧‍👦 ❤️ 👍🏽 1️⃣'],
    ['a\u200db 👩\u200d x\ufe0f', 'a\\u200db 👩\\u200d x\\ufe0f'],
    ['hidden\u{e0041}', 'hidden\\ue0041'],
  ])('shows %j as %s', (text, shown) => {
    expect(escaped(text)).toBe(shown)
  })
})

describe('JSON for a person', () => {
  test('spells out what is not seen, in halves where JSON needs them', () => {
    const shown = jsonText({to: 'bob\u200b', tag: '\u{e0041}', emoji: '👩‍👧', line: '\u2028\u007f'})
    expect(shown).toBe('{"to":"bob\\u200b","tag":"\\udb40\\udc41","emoji":"👩‍👧","line":"\\u2028\\u007f"}')
  })

  test('says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({noUnicodeString: false}), (value) => {
        expect(JSON.parse(jsonText(value, 2))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
