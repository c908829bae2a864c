import {describe, expect, test} from 'vitest'
import {aboutJson} from '../../src/cli/about.js'
import type {Manifest} from '../../src/cli/manifest.js'

const common = {aliases: [], hiddenAliases: [], hidden: false, args: {}, flags: {}}

const manifest = {
  version: '1.2.3',
  description: 'Tests help',
  settings: {},
  commands: {
    logs: {
      ...common,
      id: 'logs',
      summary: 'List the calls',
      examples: [
        {command: '<%= config.bin %> logs', description: 'All of them'},
        '<%= config.bin %> <%= command.id %> -f x',
      ],
      args: {
        tool: {name: 'tool', description: 'Which', required: true, multiple: true, options: ['a', 'b']},
        spill: {name: 'spill', hidden: true},
      },
      flags: {
        format: {
          name: 'format',
          type: 'option',
          char: 'f',
          multiple: true,
          options: ['table', 'csv'],
          required: true,
        },
        bypass: {
          name: 'bypass',
          type: 'boolean',
          allowNo: true,
          helpGroup: 'GLOBAL',
          description: 'Let all run',
        },
        spill: {name: 'spill', type: 'boolean', allowNo: false, hidden: true},
      },
    },
    'logs:show': {...common, id: 'logs:show', summary: 'Show one', examples: []},
    'logs:spill': {...common, id: 'logs:spill', summary: 'Hidden', hidden: true},
    'suite:run': {...common, id: 'suite:run', description: 'Test it\nat length', examples: ['a', 'b']},
  },
} as const satisfies Manifest

const help = (...words: string[]): unknown => aboutJson({kind: 'help', words}, manifest)

test('the version is that of tame, of Node and the platform', () => {
  expect(aboutJson({kind: 'version'}, manifest)).toEqual({
    version: '1.2.3',
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
  })
})

describe('the help', () => {
  test('on tame lists what stands first', () => {
    expect(help()).toEqual({
      command: 'tame',
      summary: 'Tests help',
      commands: [
        {command: 'tame logs', summary: 'List the calls'},
        {command: 'tame suite', summary: ''},
      ],
      examples: expect.arrayContaining([{command: 'tame init', description: null}]),
    })
  })

  test('on a group lists its commands, with the first example of each', () => {
    expect(help('suite')).toEqual({
      command: 'tame suite',
      summary: '',
      commands: [{command: 'tame suite run', summary: 'Test it'}],
      examples: [{command: 'a', description: null}],
    })
  })

  test('on a command that is a group as well tells both, and nothing hidden', () => {
    expect(help('logs')).toEqual({
      command: 'tame logs',
      summary: 'List the calls',
      description: null,
      args: [{name: 'tool', description: 'Which', required: true, multiple: true, options: ['a', 'b']}],
      flags: [
        {
          flag: '--format',
          short: '-f',
          description: null,
          value: 'format',
          options: ['table', 'csv'],
          required: true,
          multiple: true,
          negatable: false,
          global: false,
        },
        {
          flag: '--bypass',
          short: null,
          description: 'Let all run',
          value: null,
          options: null,
          required: false,
          multiple: false,
          negatable: true,
          global: true,
        },
      ],
      commands: [{command: 'tame logs show', summary: 'Show one'}],
      examples: [
        {command: 'tame logs', description: 'All of them'},
        {command: 'tame logs -f x', description: null},
      ],
    })
  })
})
