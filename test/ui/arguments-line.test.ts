import {expect, test} from 'vitest'
import {argumentsLine} from '../../src/ui/text/arguments-line.js'

test.each([
  [{}, 'no arguments'],
  [{path: '/tmp/a', mode: 7, deep: {a: [1]}}, 'path="/tmp/a", mode=7, deep={"a":[1]}'],
  [{text: 'a\u001b[2J\n\u202e'}, 'text="a\\u001b[2J\\n\\u202e"'],
  [{'a b\n': 1}, '"a b\\n"=1'],
  [{content: 'x'.repeat(1000), path: '/etc/hosts'}, `path="/etc/hosts", content="${'x'.repeat(120)}"…`],
])('%j is shown as %s', (args, line) => {
  expect(argumentsLine(args)).toBe(line)
})

test('many arguments are cut', () => {
  const many = Object.fromEntries(Array.from({length: 500}, (_, at) => [`key_${at}`, at]))
  expect(argumentsLine(many)).toHaveLength(601)
})
