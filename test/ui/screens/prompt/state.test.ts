import {describe, expect, test} from 'vitest'
import {PlayedPrompt} from './played-prompt.js'

const [left, right, up, down] = ['\u001b[D', '\u001b[C', '\u001b[A', '\u001b[B']
const [home, end, kill, yank] = ['\u0001', '\u0005', '\u000b', '\u0019']
const undo = '\u001f'

const typed = (...keys: readonly string[]): string =>
  keys.reduce((prompt, key) => prompt.type(key), new PlayedPrompt()).line

describe('the line is edited', () => {
  test.each<[string, string[], string]>([
    ['letters', ['abc'], 'abc|'],
    ['an arrow', ['abc', left, left, 'X'], 'aX|bc'],
    ['an arrow over what belongs together', ['a👨‍👩‍👧b', left, left, 'X'], 'aX|👨‍👩‍👧b'],
    ['the ends', ['ab cd', home, 'X', end, 'Y'], 'Xab cdY|'],
    ['words', ['ab cd.ef', '\u001bb', '\u001bb', 'X'], 'ab X|cd.ef'],
    ['words, with Ctrl', ['ab cd.ef', home, '\u001b[1;5C', right, '\u001b[1;5C'], 'ab cd|.ef'],
    ['backspace', ['ab👍🏽', '\u007f\u007f'], 'a|'],
    ['delete', ['abc', home, '\u001b[3~'], '|bc'],
    ['Ctrl-D within', ['abc', home, '\u0004'], '|bc'],
    ['to the end, and in again', ['abc def', '\u001bb', kill, home, yank], 'def|abc '],
    ['to the start', ['abc def', '\u001bb', '\u0015'], '|def'],
    ['a word up to a space', ['test a/b.c', '\u0017'], 'test |'],
    ['a name', ['test a/b.c', '\u001b\u007f'], 'test a/b.|'],
    ['a word to the right', ['ab cd', home, '\u001bd'], '| cd'],
    ['cuts that belong together', ['a b c', '\u0017\u0017', yank], 'a b c|'],
    ['swapped letters', ['ba', '\u0014'], 'ab|'],
    ['swapped letters within', ['abcd', left, left, '\u0014'], 'acb|d'],
    ['a line end', ['ab', left, '\u001b\r', 'X'], 'a\nX|b'],
    ['rows', ['ab', '\u001b\r', 'c', up, 'X'], 'aX|b\nc'],
    ['the start of a row', ['ab', '\u001b\r', 'cd', home, 'X'], 'ab\nX|cd'],
    ['joined rows', ['ab', '\u001b\r', 'cd', up, end, kill], 'ab|cd'],
    ['nothing that moves a cursor', ['\u001b[200~a\tb\u0007\r\nc\u202e\u001b[201~'], 'a  b\nc|'],
    ['cleared', ['abc', '\u0003'], '|'],
    ['a word undone', ['ab cd', undo], 'ab |'],
    ['all undone, and no more', ['ab cd', undo, undo, undo, undo], '|'],
    ['a cut undone', ['ab cd', '\u0017', undo], 'ab cd|'],
    ['a cut from within undone, where the cursor was', ['ab cd', left, kill, home, undo], 'ab c|d'],
    ['what was cleared', ['abc', '\u0003', undo], 'abc|'],
    ['what was pasted', ['a', '\u001b[200~b c d\u001b[201~', undo], 'a|'],
    ['letters typed in two places', ['ab', home, 'x', undo], '|ab'],
    ['undone with the other key', ['ab', '\u001a'], '|'],
    ['typed after an undo, and undone', ['ab cd', undo, 'ef', undo], 'ab |'],
  ])('%s', (_, keys, line) => {
    expect(typed(...keys)).toBe(line)
  })
})

test('what was completed, recalled and found is undone', () => {
  const completed = new PlayedPrompt().type('te').type('\t').complete(0, 'test')
  expect([completed.line, completed.type(undo).line]).toEqual(['test |', 'te|'])
  const recalled = new PlayedPrompt(['status']).type('new').type(up)
  expect([recalled.line, recalled.type(undo).line]).toEqual(['status|', 'new|'])
  const found = new PlayedPrompt(['status']).type('new').type('\u0012tat\u001b')
  expect([found.line, found.type(undo).line]).toEqual(['status|', 'new|'])
})

test('there is nothing to undo in a line that is new', () => {
  const prompt = new PlayedPrompt().type('status\r').ran().type(undo)
  expect([prompt.line, prompt.state.notice]).toEqual(['|', 'There is nothing to undo'])
})

describe('enter', () => {
  test('runs what is typed, and remembers it', () => {
    const prompt = new PlayedPrompt().type('status\r')
    expect(prompt.deeds).toEqual([{kind: 'run', text: 'status'}])
    expect(prompt.state.history.entries).toEqual(['status'])
    expect(prompt.ran().type(up).line).toBe('status|')
  })

  test('goes on in the next line while something is open', () => {
    const prompt = new PlayedPrompt().type('test a --args {"b":\r').type('1}\r')
    expect(prompt.deeds).toEqual([{kind: 'run', text: 'test a --args {"b":\n1}'}])
  })

  test('keeps what is typed while a command runs, and then takes it up to the next', () => {
    const prompt = new PlayedPrompt().type('one\rtwo\rthree\rfo')
    expect(prompt.deeds).toEqual([{kind: 'run', text: 'one'}])
    prompt.ran()
    expect(prompt.deeds.at(-1)).toEqual({kind: 'run', text: 'two'})
    prompt.ran().ran()
    expect(prompt.deeds).toHaveLength(3)
    expect(prompt.line).toBe('fo|')
  })

  test('takes five hundred pasted lines as one text', () => {
    const lines = Array.from({length: 500}, (_, at) => `set session s${at}`).join('\r')
    const prompt = new PlayedPrompt().type(`\u001b[200~${lines}\u001b[201~`)
    expect(prompt.deeds).toEqual([])
    prompt.type('\r')
    expect(prompt.deeds).toEqual([{kind: 'run', text: lines.replaceAll('\r', '\n')}])
  })
})

describe('the history', () => {
  const entries = ['test a', 'logs', 'test b']

  test('is gone back in, and forth to what was being typed', () => {
    const prompt = new PlayedPrompt(entries).type('new')
    const seen = [up, up, up, up, down, down, down, down].map((key) => prompt.type(key).line)
    expect(seen).toEqual(['test b|', 'logs|', 'test a|', 'test a|', 'logs|', 'test b|', 'new|', 'new|'])
  })

  test.each<[string, string[], string]>([
    ['finds the newest', ['\u0012test'], 'test b|'],
    ['finds older ones', ['\u0012test\u0012'], 'test a|'],
    ['stays where there is none', ['\u0012test\u0012\u0012'], 'test a|'],
    ['turns round', ['\u0012test\u0012\u0013'], 'test b|'],
    ['looks again for less', ['\u0012test a\u007f'], 'test b|'],
    ['finds nothing', ['\u0012nowhere'], 'new|'],
  ])('searched %s', (_, keys, line) => {
    const prompt = new PlayedPrompt(entries).type('new')
    for (const key of keys) prompt.type(key)
    expect(prompt.type(end).line).toBe(line)
  })

  test('searched and given up leaves the line', () => {
    expect(new PlayedPrompt(entries).type('new').type('\u0012logs').type('\u0003').line).toBe('new|')
  })

  test('searched and entered runs what was found', () => {
    expect(new PlayedPrompt(entries).type('\u0012log').type('\r').deeds).toEqual([
      {kind: 'run', text: 'logs'},
    ])
  })
})

describe('tab', () => {
  test('puts in the only word, and goes on behind it', () => {
    expect(new PlayedPrompt().type('sta\t').complete(0, 'status').line).toBe('status |')
  })

  test('goes on within a directory', () => {
    expect(new PlayedPrompt().type('a b\t').complete(2, 'b c/').line).toBe('a b\\ c/|')
  })

  test('puts in what all have, and then one after the other', () => {
    const prompt = new PlayedPrompt().type('a se\t').complete(2, 'session', 'sessile')
    expect(prompt.line).toBe('a sessi|')
    const seen = ['\t', '\t', '\t', '\u001b[Z'].map((key) => prompt.type(key).line)
    expect(seen).toEqual(['a session |', 'a sessile |', 'a session |', 'a sessile |'])
    expect(prompt.type('\u001b').line).toBe('a sessi|')
  })

  test('keeps what is typed until the words are known', () => {
    const prompt = new PlayedPrompt().type('sta\t -')
    expect(prompt.complete(0, 'status').line).toBe('status  -|')
  })

  test('is not waited for after Ctrl-C, nor answered late', () => {
    const prompt = new PlayedPrompt().type('sta\t')
    const {line} = prompt.state
    prompt.type('\u0003').type('lo\t')
    prompt.tell({
      kind: 'completed',
      line,
      choices: {from: 0, to: 3, choices: [{value: 'status', description: ''}]},
    })
    expect(prompt.line).toBe('lo|')
    expect(prompt.complete(0, 'logs').line).toBe('logs |')
  })

  test('says that nothing may stand there', () => {
    expect(new PlayedPrompt().type('x\t').complete(0).state.notice).toBe('Nothing known may stand here')
  })
})

describe('an expression', () => {
  test('is looked at whenever it is another', () => {
    const prompt = new PlayedPrompt().type('eval a').type(left).type('b')
    expect(prompt.deeds).toEqual(['', 'a', 'ba'].map((expression) => ({kind: 'check', expression})))
  })
})

test('Ctrl-L wipes the screen, and leaves the line', () => {
  const prompt = new PlayedPrompt().type('ab\u000c')
  expect([prompt.line, prompt.deeds]).toEqual(['ab|', [{kind: 'wipe'}]])
})

describe('news', () => {
  test('is printed at once', () => {
    expect(new PlayedPrompt().type('a').tell({kind: 'news', text: 'saved'}).deeds).toEqual([
      {kind: 'print', text: 'saved'},
    ])
  })

  test('waits until a command is over', () => {
    const prompt = new PlayedPrompt().type('a\r').tell({kind: 'news', text: 'saved'})
    expect(prompt.deeds).toHaveLength(1)
    expect(prompt.ran().deeds.at(-1)).toEqual({kind: 'print', text: 'saved'})
  })
})

describe('the prompt is left', () => {
  test('with Ctrl-D on an empty line', () => {
    expect(new PlayedPrompt().type('\u0004').state.isLeaving).toBe(true)
  })

  test('not with Ctrl-D on another, nor with Ctrl-C or delete', () => {
    const prompt = new PlayedPrompt().type('a\u0004\u0003\u0003\u001b[3~')
    expect(prompt.state).toMatchObject({isLeaving: false})
    expect(prompt.type('\u0003').state.notice).toBe('Ctrl-D leaves')
  })

  test('by a command, and what was typed behind it is not taken', () => {
    const prompt = new PlayedPrompt().type('exit\rstatus\r').tell({kind: 'ran', caller: '', isLeaving: true})
    expect(prompt.state.isLeaving).toBe(true)
    expect(prompt.deeds).toEqual([{kind: 'run', text: 'exit'}])
  })

  test('when nobody is at the keys any more', () => {
    expect(new PlayedPrompt().tell({kind: 'hung up'}).state.isLeaving).toBe(true)
  })
})
