import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {readManifest} from '../../src/cli/manifest.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const {commands} = readManifest(path.join(import.meta.dirname, '../..'))

const policy = 'version: "1.0"\nrules:\n  - {name: reads, tools: [read_file], action: allow}\n'
const suite = 'cases:\n  - {name: reads, call: {tool: read_file, args: {}}, expect: allow}\n'

/** The days on which a command is asked: each before anything was recorded. */
const days: Record<string, (place: Workplace) => void> = {
  sound: (place) => {
    place.write('policy.yaml', policy)
    place.write('policy.test.yaml', suite)
  },
  'no policy': () => {},
  'broken policy': (place) => {
    place.write('policy.yaml', 'version: "1.0"\nrules: 3\n')
    place.write('policy.test.yaml', suite)
  },
}

const noId = '01a1f800-c6be-70f3-b52f-3d6aa158fdcd'

/** What follows a command's name, and its exit status: with a sound policy, with none, with a broken one. */
const rows: Record<string, [args: string[], sound: number | 'no end', missing: number, broken: number]> = {
  approve: [[], 0, 0, 0],
  'audit checkpoint': [[], 1, 1, 1],
  'audit erase': [[noId, '--reason', 'r', '--yes'], 2, 2, 2],
  'audit export': [[], 1, 1, 1],
  'audit proof': [[noId], 2, 2, 2],
  'audit verify': [[], 0, 0, 0],
  autocomplete: [['bash'], 0, 0, 0],
  'config get': [['timeout'], 0, 0, 0],
  'config load': [['gone.yaml'], 2, 2, 2],
  'config path': [[], 0, 0, 0],
  'config save': [[], 0, 0, 0],
  'config set': [['timeout', '10'], 0, 0, 0],
  'config show': [[], 0, 0, 0],
  demo: [['--calls', '1'], 0, 2, 1],
  init: [['--yes'], 0, 0, 0],
  interactive: [[], 2, 2, 2],
  'keys create': [['ada'], 0, 0, 0],
  'keys list': [[], 0, 0, 0],
  'keys revoke': [['4f1c20a7d3'], 2, 2, 2],
  logs: [[], 0, 0, 0],
  'logs show': [[noId], 2, 2, 2],
  policy: [[], 0, 2, 1],
  'policy eval': [['1 + 1'], 0, 0, 0],
  'policy explain': [['read_file'], 0, 2, 1],
  'policy fmt': [['--check'], 0, 2, 1],
  'policy lint': [[], 0, 2, 1],
  'policy schema': [[], 0, 0, 0],
  'policy show': [[], 0, 2, 1],
  'policy test': [[], 0, 2, 1],
  'policy validate': [[], 0, 2, 1],
  serve: [['--port', '0'], 'no end', 2, 1],
  status: [[], 0, 1, 1],
  test: [['read_file'], 0, 2, 1],
}

describe('on a bad day, --json is one JSON value with the exit status that is documented:', () => {
  test('every command is here', () => {
    const words = Object.keys(commands).map((id) => id.replaceAll(':', ' '))
    expect(Object.keys(rows).sort()).toEqual(words.sort())
  })

  test.each(Object.entries(rows))('tame %s', async (command, [args, ...expected]) => {
    const found = await Promise.all(
      Object.values(days).map(async (prepare, day) => {
        if (expected[day] === 'no end') return 'no end'
        const place = createWorkplace()
        prepare(place)
        const {status, stdout} = await place.run([...command.split(' '), ...args, '--json'])
        const value = JSON.parse(stdout)
        // Who is told of an error is told what to do.
        if (status !== 0 && 'error' in value)
          expect(value.error).toEqual({
            code: expect.stringMatching(/^[A-Z_]+$/),
            message: expect.stringMatching(/./),
            suggestions: expect.any(Array),
          })
        return status
      }),
    )
    expect(found).toEqual(expected)
  })
})
