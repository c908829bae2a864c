import {describe, expect, test} from 'vitest'
import {readCommandLine} from '../../src/cli/command-line.js'
import type {Manifest} from '../../src/cli/manifest.js'

const shared = {
  config: {type: 'option', name: 'config', helpGroup: 'GLOBAL'},
  verbose: {type: 'boolean', name: 'verbose', helpGroup: 'GLOBAL'},
  'no-color': {type: 'boolean', name: 'no-color', helpGroup: 'GLOBAL'},
  bypass: {type: 'boolean', name: 'bypass', helpGroup: 'GLOBAL', allowNo: true},
}

const command = (id: string, {args = {}, flags = {}} = {}) => [
  id,
  {id, aliases: [], hiddenAliases: [], hidden: false, args, flags: {...shared, ...flags}},
]

const commands = Object.fromEntries([
  command('keys'),
  command('keys:list'),
  command('logs', {flags: {follow: {type: 'boolean', name: 'follow'}}}),
  command('logs:show', {args: {id: {name: 'id'}}}),
  command('policy:test', {args: {file: {name: 'file'}}}),
  command('policy:validate'),
  command('test', {args: {tool: {name: 'tool'}}}),
]) as unknown as Manifest['commands']

const read = (...typed: string[]): unknown => readCommandLine(typed, commands)

describe('a command line', () => {
  test.each<[string[], unknown]>([
    [[], {kind: 'help', words: []}],
    [['--help'], {kind: 'help', words: []}],
    [['help'], {kind: 'help', words: []}],
    [['--version'], {kind: 'version'}],
    [['policy'], {kind: 'help', words: ['policy']}],
    [['policy', '--help'], {kind: 'help', words: ['policy']}],
    [['help', 'policy', 'test'], {kind: 'help', words: ['policy', 'test']}],
    [['policy', 'test', '-h'], {kind: 'help', words: ['policy', 'test']}],
    [['test', 'read_file', '--help'], {kind: 'help', words: ['test']}],
    [['test', 'read_file'], {kind: 'command', id: 'test', argv: ['read_file']}],
    [['policy', 'test', 'a.yaml'], {kind: 'command', id: 'policy:test', argv: ['a.yaml']}],
    [['logs'], {kind: 'command', id: 'logs', argv: []}],
    [['logs', 'show', 'x'], {kind: 'command', id: 'logs:show', argv: ['x']}],
    [['keys'], {kind: 'command', id: 'keys', argv: []}],
    [['keys', '--verbose'], {kind: 'command', id: 'keys', argv: ['--verbose']}],
    [['keys', '--config', 'list', 'list'], {kind: 'command', id: 'keys:list', argv: ['--config', 'list']}],
    [['logs', '--verbose', 'show'], {kind: 'command', id: 'logs', argv: ['--verbose', 'show']}],
    [['--verbose', 'test', 'x'], {kind: 'command', id: 'test', argv: ['--verbose', 'x']}],
    [['--config', 'logs', 'test', 'x'], {kind: 'command', id: 'test', argv: ['--config', 'logs', 'x']}],
    [
      ['--config=c', '--no-bypass', 'test'],
      {kind: 'command', id: 'test', argv: ['--config=c', '--no-bypass']},
    ],
    [['policy', '--verbose', 'test', 'x'], {kind: 'command', id: 'policy:test', argv: ['--verbose', 'x']}],
    [
      ['--verbose', 'policy', '--config', 'test', '--no-color', 'test'],
      {kind: 'command', id: 'policy:test', argv: ['--verbose', '--config', 'test', '--no-color']},
    ],
    [['policy', '--verbose', '--help'], {kind: 'help', words: ['policy']}],
    [['help', 'policy', '--verbose'], {kind: 'help', words: ['policy']}],
    [['help', '--verbose', 'policy', 'test'], {kind: 'help', words: ['policy', 'test']}],
    [['--no-color', 'test'], {kind: 'command', id: 'test', argv: ['--no-color']}],
    [['test', '--', '--help'], {kind: 'command', id: 'test', argv: ['--', '--help']}],
    [['test', '--version'], {kind: 'command', id: 'test', argv: ['--version']}],
  ])('%j is read', (typed, expected) => {
    expect(read(...typed)).toEqual(expected)
  })

  test.each<[string[], string]>([
    [['tset'], '"tame tset" is not a command'],
    [['policy', 'tset'], '"tame policy tset" is not a command'],
    [['keys', 'lst'], '"tame keys lst" is not a command'],
    [['keys', '--verbose', 'lst'], '"tame keys lst" is not a command'],
    [['logs', 'shwo'], '"tame logs shwo" is not a command'],
    [['constructor'], '"tame constructor" is not a command'],
    [['policy:test'], '"tame policy:test" is not a command'],
    [[''], '"tame " is not a command'],
    [['--frob'], 'tame has no flag --frob'],
    [['policy', '--frob'], 'tame has no flag --frob'],
    [['policy', '--verbose', 'tset'], '"tame policy tset" is not a command'],
    [['-x'], 'tame has no flag -x'],
    [['--verbose'], 'tame needs a command: keys, logs, policy, test'],
    [['--config'], 'tame needs a command: keys, logs, policy, test'],
    [['policy', '--verbose'], 'tame policy needs a command: test, validate'],
    [['policy', '--config', 'x'], 'tame policy needs a command: test, validate'],
  ])('%j is refused', (typed, message) => {
    expect(() => read(...typed)).toThrow(message)
  })
})
