import {existsSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = 'version: "1.0"\nrules:\n  - {name: reads, tools: [read_file], action: allow}\n'

function withPolicy(text = policy): Workplace {
  const place = createWorkplace()
  place.write('policy.yaml', text)
  return place
}

const json = ({stdout}: Finished) => JSON.parse(stdout)
const steady = (text: string, {home}: Workplace): string =>
  text
    .replaceAll(home, '~')
    .replaceAll(/[0-9a-f]{64}/g, 'HASH')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/tame \d+\.\d+\.\d+/g, 'tame VERSION')

describe('tame status', () => {
  test('says who decides, by what, and where it is kept', async () => {
    const place = withPolicy()
    const {status, stdout, stderr} = await place.run(['status'])
    expect({status, stderr, stdout: steady(stdout, place)}).toEqual({
      status: 0,
      stderr: '',
      stdout: `✔ healthy  tame VERSION decides here, without a server
  policy     ~/project/policy.yaml  version 1.0, 1 rule
             sha256 HASH
             loaded TIME
  store      sqlite ~/.local/state/tame/tame.db
             nothing is recorded yet
  approvals  0 pending
  session    none: calls belong to no session
`,
    })
    expect(existsSync(place.pathOf('~/.local'))).toBe(false)
  })

  test('counts what is recorded', async () => {
    const place = withPolicy()
    for (const tool of ['read_file', 'read_file', 'delete_file']) await place.run(['test', tool])
    const {stdout} = await place.run(['status', '--session-id', 'nightly'])
    expect(stdout).toContain('             ✔ allow 2 · ✖ deny 1\n')
    expect(stdout).toContain('  session    nightly\n')
  })

  test('prints all of it as JSON', async () => {
    const place = withPolicy()
    await place.run(['test', 'read_file'])
    const finished = await place.run(['status', '--json'], {env: {TAME_SESSION_ID: 's'}})
    expect([finished.status, finished.stderr, json(finished)]).toEqual([
      0,
      '',
      {
        mode: 'embedded',
        api_url: null,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        healthy: true,
        problems: [],
        policy: {
          version: '1.0',
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          description: null,
          rules_count: 1,
          source: place.pathOf('policy.yaml'),
          loaded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          mode: 'enforce',
          problems: [],
        },
        store: {
          kind: 'sqlite',
          location: place.pathOf('~/.local/state/tame/tame.db'),
          entries: expect.any(Number),
          decisions: {allow: 1, deny: 0, approve: 0, sanitize: 0},
        },
        pending_approvals: 0,
        session_id: 's',
      },
    ])
  })

  test.each<[string, (place: Workplace) => string[], string]>([
    ['no policy', () => [], 'POLICY_MISSING'],
    ['a broken policy', (place) => [place.write('policy.yaml', 'rules: 3\n')].slice(1), 'POLICY_INVALID'],
    [
      'a damaged record',
      (place) => {
        place.write('policy.yaml', policy)
        place.write('bad.db', 'this was a database once, or was it not? who can tell')
        return ['--store', 'sqlite:bad.db']
      },
      'STORE_CORRUPT',
    ],
  ])('with %s answers all the same, and says what to do', async (_, prepare, code) => {
    const place = createWorkplace()
    const flags = prepare(place)
    const {status, stdout, stderr} = await place.run(['status', ...flags])
    expect([status, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/^✖ not healthy {2}tame /)
    expect(stdout).toMatch(new RegExp(`\n✖ ${code} .*\n(.*\n)*  Try this: .+\n$`))
    const finished = await place.run(['status', '--json', ...flags])
    expect([finished.status, json(finished)]).toEqual([
      1,
      expect.objectContaining({healthy: false, problems: [expect.objectContaining({code})]}),
    ])
  })

  test('says that a policy in shadow mode binds nobody', async () => {
    const {status, stdout} = await withPolicy(`mode: shadow\n${policy}`).run(['status'])
    expect([status, stdout]).toEqual([0, expect.stringContaining('mode: shadow')])
  })

  test('of a server is an error as long as none can be asked, and never of tame here', async () => {
    const finished = await withPolicy().run(['status', '--json', '--api-url', 'http://127.0.0.1:9'])
    expect([finished.status, json(finished).error.code]).toEqual([5, 'SERVER_UNREACHABLE'])
  })
})
