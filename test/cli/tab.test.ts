import {expect, test} from 'vitest'
import type {Manifest} from '../../src/cli/manifest.js'
import {answerTab} from '../../src/cli/tab.js'

const manifest = {
  version: '1.2.3',
  description: 'Tests TAB',
  bugs: 'https://example.com',
  settings: {},
  commands: {
    play: {
      id: 'play',
      aliases: [],
      hiddenAliases: [],
      hidden: false,
      args: {
        mood: {name: 'mood', options: ['calm', 'very loud', 'a:b', "it's"], description: 'How'},
        file: {name: 'file'},
      },
      flags: {
        color: {name: 'color', type: 'option', multiple: false, options: ['auto', 'always', 'never']},
        config: {name: 'config', type: 'option', multiple: false, helpValue: 'FILE'},
        loud: {name: 'loud', type: 'boolean', allowNo: false, description: 'Play\tit\u001b[31m loud\nor not'},
      },
    },
  },
} as const satisfies Manifest

const answer = (args: readonly string[], env: Record<string, string> = {}): string =>
  answerTab(['complete', ...args], env, manifest)

test('a shell gets a candidate a line, with its description after a tab', () => {
  expect(answer(['--', 'play', '--color', ''])).toBe('auto\t\nalways\t\nnever\t\n')
})

test('a description is one line that moves no cursor', () => {
  expect(answer(['--', 'play', '--'])).toContain('--loud\tPlay it [31m loud\n')
})

test.each<[string[], string]>([
  [['play', '--config', ''], ':files\n'],
  [['play', '--config=a'], ':files\t--config=\n'],
  [['nope', ''], ''],
  [[], answer(['--', ''])],
])('the answer to %j is as the shells expect it', (words, expected) => {
  expect(answer(['--', ...words])).toBe(expected)
})

test.each<[string, string, string]>([
  ['tame play --color=al', 'al', 'always\n'],
  ['tame play --color=al', '--color=al', '--color=always\n'],
  ['tame play --color=', '', 'auto\nalways\nnever\n'],
  ['tame play ve', 've', 'very\\ loud\n'],
  ['tame play very\\ l', 'very\\ l', 'very\\ loud\n'],
  ['tame play "very l', 'very l', 'very loud\n'],
  ['tame play i', 'i', "it\\'s\n"],
  ['tame play a:', '', 'b\n'],
  ['tame play a:', 'a:', 'a:b\n'],
  ['tame play zz', 'zz', ''],
  ['tame play calm a', 'a', ':files\n'],
  ['tame play --config=a', 'a', ':files\n'],
  ['tame play --config=a', '--config=a', ':files\t--config=\n'],
  ['tame play "--config=a', '--config=a', ':files\t--config=\n'],
  ['tame play > a', 'a', ':files\n'],
  ['tame play >', '', ':files\n'],
])('bash, asking for %j of which it replaces %j, gets %j', (line, replaced, expected) => {
  expect(answer(['bash', line, replaced])).toBe(expected)
})

test('PowerShell asks by its environment, and gets what begins as the word does', () => {
  expect(answer(['powershell'], {TAME_COMPLETE: 'play\n--color\na'})).toBe('auto\t\nalways\t\n')
  expect(answer(['powershell'], {TAME_COMPLETE: 'play\n--config\n'})).toBe(':files\n')
  expect(answer(['powershell'])).toBe('play\t\nhelp\tShow help on a command\n')
})
