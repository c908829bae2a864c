import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {KeyReader} from '../../../src/ui/screens/key.js'

const namesOf = (...sent: string[]): string[] => {
  const reader = new KeyReader()
  return [...sent.flatMap((each) => reader.read(each)), ...reader.flush()].map(({name, text}) =>
    name === 'text' || name === 'pasted' ? `${name} ${text}` : name,
  )
}

describe('what a terminal sends', () => {
  test.each<[string[], string[]]>([
    [['a'], ['text a']],
    [['é👍'], ['text é', 'text 👍']],
    [['\r'], ['enter']],
    [['\u007f'], ['backspace']],
    [['\u0003'], ['interrupt']],
    [['\u001b'], ['escape']],
    [['\u001b[A'], ['up']],
    [['\u001bOB'], ['down']],
    [['\u001b', '[', 'A'], ['up']],
    [['\u001b[5~\u001b[6~'], ['page up', 'page down']],
    [['\u001b[1;5A'], ['unknown']],
    [['\u001b[200~a\rq\u001b[201~b'], ['pasted a\rq', 'text b']],
    [['\u001b[200~a', 'b\u001b[20', '1~'], ['pasted ab']],
    [['\u0001'], ['control a']],
    [['\t\u001b[Z'], ['tab', 'shift tab']],
    [['\u001b[1;5D\u001b[1;3C\u001b[3~'], ['word left', 'word right', 'delete']],
    [['\u001bb'], ['escape', 'text b']],
    [['\u001c'], ['unknown']],
  ])('%j is %j', (sent, names) => {
    expect(namesOf(...sent)).toEqual(names)
  })

  test('is a key with Alt where those are keys of their own', () => {
    const reader = new KeyReader(true)
    const names = [...reader.read('\u001bb\u001b\u007f\u001b\r\u001b[Aa\u001b'), ...reader.flush()]
    expect(names.map(({name}) => name)).toEqual([
      'alt b',
      'alt backspace',
      'alt enter',
      'up',
      'text',
      'escape',
    ])
  })

  test('means the same in however many parts it comes', () => {
    const whole = 'ja\u001b[A\u001b[200~q\r\u001b[201~\u001bOB/x\r'
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length]
        const parts = at.slice(1).map((end, index) => whole.slice(at[index], end))
        expect(namesOf(...parts)).toEqual(namesOf(whole))
      }),
    )
  })
})
