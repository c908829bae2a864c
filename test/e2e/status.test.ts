import {chmodSync, existsSync, readdirSync, rmSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {asOneWhoMayNot} from '../helpers/user.js'
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
  settings   no file: all as it is by default
`,
    })
    expect(existsSync(place.pathOf('~/.local'))).toBe(false)
  })

  test('counts what is recorded', async () => {
    const place = withPolicy()
    for (const tool of ['read_file', 'read_file', 'delete_file']) await place.run(['test', tool])
    const {stdout} = await place.run(['status', '--session-id', 'nightly'])
    expect(steady(stdout, place)).toContain(
      '             ✔ allow 2 · ✖ deny 1\n             last call TIME\n',
    )
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
        bypass_mode: false,
        config_files: [],
        last_call_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
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

  test.each<[string, (place: Workplace) => void, string]>([
    [
      'whose key is gone',
      (place) => rmSync(place.pathOf('~/.config/tame/ledgers'), {recursive: true}),
      'LEDGER_KEY_MISSING',
    ],
    [
      'that is closed to writing',
      (place) => {
        chmodSync(place.pathOf('~/.local/state/tame/tame.db'), 0o444)
        chmodSync(place.pathOf('~/.local/state/tame'), 0o555)
      },
      'STORE_READ_ONLY',
    ],
  ])('of a record %s says that nothing can be added, and what is in it', async (_, harm, code) => {
    const place = withPolicy()
    await place.run(['test', 'read_file'])
    harm(place)
    await asOneWhoMayNot(place, async () => {
      const {status, stdout} = await place.run(['status'])
      expect([status, stdout]).toEqual([1, expect.stringMatching(/^✖ not healthy/)])
      expect(stdout).toContain('             3 entries\n             ✔ allow 1\n')
      expect(stdout).toMatch(new RegExp(`\n✖ ${code} .*\n(.*\n)*?  Try this: .+\n`))
    })
  })

  test('finds nothing but the record where a call was decided', async () => {
    const place = withPolicy()
    await place.run(['test', 'read_file'])
    expect(readdirSync(place.pathOf('~/.local/state/tame'))).toEqual(['tame.db'])
  })

  test('leaves no trace in the record', async () => {
    const place = withPolicy()
    await place.run(['test', 'read_file'])
    const entries = async () => json(await place.run(['status', '--json'])).store.entries
    expect([await entries(), await entries()]).toEqual([3, 3])
  })

  test('says which flags and variables it goes by, since not all is by default then', async () => {
    const asked = {env: {TAME_AGENT_ID: 'researcher'}}
    const {stdout} = await withPolicy().run(['status', '--session-id', 'nightly'], asked)
    expect(stdout).toMatch(/\n {2}settings {3}--session-id, TAME_AGENT_ID\n$/)
  })

  test('says what lets every call run, and which files it goes by', async () => {
    const place = withPolicy()
    const file = place.write('~/.config/tame/config.yaml', 'bypass_mode: true\n')
    const {status, stdout} = await place.run(['status'])
    expect([status, stdout]).toEqual([0, expect.any(String)])
    expect(stdout).toContain(`  bypass     on (${file}:1): every call runs, whatever the policy says\n`)
    expect(stdout).toContain(`  settings   ${file}\n`)
    expect(json(await place.run(['status', '--json']))).toMatchObject({
      bypass_mode: true,
      config_files: [file],
    })
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
