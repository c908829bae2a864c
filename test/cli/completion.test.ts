import {describe, expect, test} from 'vitest'
import {isFileExpected} from '../../src/cli/candidate.js'
import {complete} from '../../src/cli/completion.js'
import type {Flag, Flags} from '../../src/cli/flags.js'
import type {Manifest} from '../../src/cli/manifest.js'

type Command = Manifest['commands'][string]

const option = (name: string, more: object = {}): Flag => ({
  name,
  type: 'option',
  multiple: false,
  description: `What ${name} is`,
  ...more,
})
const boolean = (name: string, more: object = {}): Flag => ({
  name,
  type: 'boolean',
  allowNo: false,
  description: `What ${name} is`,
  ...more,
})

const byName = <Named extends {name: string}>(all: readonly Named[]): Record<string, Named> =>
  Object.fromEntries(all.map((each) => [each.name, each]))

const shared: Flags = byName([
  option('config', {helpGroup: 'GLOBAL', helpValue: 'FILE'}),
  option('store', {helpGroup: 'GLOBAL', helpValue: 'URL'}),
  boolean('bypass', {helpGroup: 'GLOBAL', allowNo: true}),
  boolean('no-color', {helpGroup: 'GLOBAL'}),
  boolean('secret', {helpGroup: 'GLOBAL', hidden: true}),
])

const command = (
  id: string,
  flags: readonly Flag[] = [],
  args: readonly {name: string}[] = [],
  more: object = {},
): Command => ({
  id,
  aliases: [],
  hiddenAliases: [],
  hidden: false,
  args: byName(args),
  flags: {...shared, ...byName(flags)},
  summary: `What ${id} does`,
  ...more,
})

const commands = [
  command('config:get', [], [{name: 'key'}]),
  command('config:set', [option('policy', {helpValue: 'FILE'})], [{name: 'key'}, {name: 'value'}]),
  command('config:spill', [], [], {hidden: true}),
  command('internal:spill', [], [], {hidden: true}),
  command('logs', [
    option('decision', {options: ['allow', 'deny'], multiple: true, char: 'd', aliases: ['effect']}),
    option('format', {options: ['table', 'two words'], char: 'f'}),
    option('input', {helpValue: 'FILE|-'}),
  ]),
  command('logs:show', [], [{name: 'id'}]),
  command('test', [], [{name: 'tool'}]),
  command('try', [], [{name: 'tool'}, {name: 'files', multiple: true} as {name: string}]),
  command('pick', [], [{name: 'shell', options: ['bash', 'zsh']} as {name: string}]),
]

const manifest: Manifest = {
  version: '1.2.3',
  description: 'Tests completion',
  bugs: 'https://example.com',
  commands: Object.fromEntries(commands.map((each) => [each.id, each])),
  settings: {policy: [], store: [], api_url: [], color: ['auto', 'never']},
}

/** The values alone; for files, what of the word stands before their path. */
function valuesOf(words: readonly string[]): readonly string[] | string {
  const completion = complete(words, manifest)
  return isFileExpected(completion) ? `files after "${completion.after}"` : completion.map(({value}) => value)
}

const sharedFlags = ['--config', '--store', '--bypass', '--no-bypass', '--no-color']
const unformatted = [...sharedFlags, '--decision', '--input', '--help']
const files = 'files after ""'

describe('completes', () => {
  test.each<[string, string[], readonly string[] | string]>([
    ['no words at all', [], ['config', 'logs', 'test', 'try', 'pick', 'help']],
    ['the first word', [''], ['config', 'logs', 'test', 'try', 'pick', 'help']],
    ['a command after flags', ['--bypass', '--config', 'a', '--store=b', 'lo'], valuesOf([''])],
    ['a command in a group', ['config', ''], ['get', 'set']],
    ['no command once it is complete', ['config', 'get', 'x', ''], [...sharedFlags, '--help']],
    ['no command after a flag of its own', ['config', '--bypass', ''], []],
    ['nothing after what is no command', ['confg', ''], []],
    ['nothing after what every object has', ['constructor', ''], []],
    ['what help is on', ['help', ''], ['config', 'logs', 'test', 'try', 'pick']],
    ['what help is on, in a group', ['help', 'config', ''], ['get', 'set']],
    ['nothing for help on what is not there', ['help', 'confg', ''], []],
    ['nothing for help on help', ['help', 'help', ''], []],
    ['a hidden command that was typed all the same', ['config', 'spill', '--b'], [...sharedFlags, '--help']],
  ])('%s', (_, words, expected) => {
    expect(valuesOf(words)).toEqual(expected)
  })
})

describe('of flags, completes', () => {
  test.each<[string, string[], readonly string[] | string]>([
    ['the shared ones before a command', ['-'], [...sharedFlags, '--help', '--version']],
    ['those of the command', ['test', '--'], [...sharedFlags, '--help']],
    ['those not yet given', ['test', '--config', 'x', '--'], [...sharedFlags.slice(1), '--help']],
    [
      'neither --x nor --no-x after one',
      ['test', '--no-bypass', '-'],
      ['--config', '--store', '--no-color', '--help'],
    ],
    [
      'none given before the command',
      ['--bypass', '--store=x', 'test', '-'],
      ['--config', '--no-color', '--help'],
    ],
    ['those that may be given again', ['logs', '--decision', 'deny', '-f', 'table', '-'], unformatted],
    ['all where no argument is left', ['logs', 'show', 'x', ''], [...sharedFlags, '--help']],
    ['none after --', ['test', '--', '-'], []],
    ['none after -- where no argument is left', ['test', '--', 'x', ''], []],
    [
      'none where -- is the value of a flag',
      ['test', '--config', '--', '--'],
      [...sharedFlags.slice(1), '--help'],
    ],
  ])('%s', (_, words, expected) => {
    expect(valuesOf(words)).toEqual(expected)
  })
})

describe('of values, completes', () => {
  test.each<[string, string[], readonly string[] | string]>([
    ['those that a flag names', ['logs', '--format', ''], ['table', 'two words']],
    ['those after =', ['logs', '--format=t'], ['--format=table', '--format=two words']],
    ['those after a short flag', ['logs', '-f', ''], ['table', 'two words']],
    ['those after another name of it', ['logs', '--effect', ''], ['allow', 'deny']],
    ['several of a flag that takes several', ['logs', '--decision', 'allow', ''], ['allow', 'deny']],
    ['not several of one that takes one', ['logs', '--format', 'table', ''], unformatted],
    ['not of a flag that has its value in the word', ['logs', '-ftable', ''], unformatted],
    ['those that an argument names', ['pick', ''], ['bash', 'zsh']],
    ['nothing for a text', ['test', ''], []],
    ['nothing for a text after =', ['test', '--bypass=x'], []],
    ['nothing for an unknown flag', ['test', '--nope=x'], []],
    ['settings', ['config', 'get', ''], ['policy', 'store', 'api_url', 'color']],
    ['the words for a setting', ['config', 'set', 'color', ''], ['auto', 'never']],
    ['a setting as its flag', ['config', 'set', 'policy', ''], files],
    ['nothing for a setting of any text', ['config', 'set', 'api_url', ''], []],
    ['nothing for a setting that is none', ['config', 'set', '__proto__', ''], []],
    ['the first argument after --', ['config', 'get', '--', ''], ['policy', 'store', 'api_url', 'color']],
    [
      'flags after the last argument, which may be -',
      ['config', 'set', 'color', '-', ''],
      [...sharedFlags, '--policy', '--help'],
    ],
  ])('%s', (_, words, expected) => {
    expect(valuesOf(words)).toEqual(expected)
  })
})

describe('of files, completes', () => {
  test.each<[string, string[], readonly string[] | string]>([
    ['what help calls FILE', ['test', '--config', ''], files],
    ['it before the command', ['--config', ''], files],
    ['it after =', ['test', '--config=a b'], 'files after "--config="'],
    ['it after = before the command', ['--config=a'], 'files after "--config="'],
    ['an argument of that name', ['try', 'x', ''], files],
    ['what help calls FILE or something else', ['logs', '--input', ''], files],
    ['several of them', ['try', 'x', 'a', 'b', ''], files],
    ['the path of a store', ['test', '--store', 'sqlite:a'], 'files after "sqlite:"'],
    ['the path of a store after =', ['test', '--store=sqlite:a'], 'files after "--store=sqlite:"'],
    ['no path of another store', ['test', '--store', 'postgres://'], []],
    ['the path of a store that is set', ['config', 'set', 'store', 'sqlite:'], 'files after "sqlite:"'],
  ])('%s', (_, words, expected) => {
    expect(valuesOf(words)).toEqual(expected)
  })
})

test('says what each candidate is', () => {
  expect(complete(['logs', ''], manifest)).toEqual([{value: 'show', description: 'What logs:show does'}])
  expect(complete([''], manifest)).toContainEqual({
    value: 'config',
    description: 'See and change the settings',
  })
  expect(complete(['config', 'get', ''], manifest)).toEqual([
    {value: 'policy', description: ''},
    {value: 'store', description: 'What store is'},
    {value: 'api_url', description: ''},
    {value: 'color', description: 'auto, never'},
  ])
  expect(complete(['test', '--no-c'], manifest)).toContainEqual({
    value: '--no-color',
    description: 'What no-color is',
  })
})
