import {describe, expect, test} from 'vitest'
import {completeAt} from '../../../src/cli/prompt/completing.js'
import {loadConfig} from '../../../src/config/load.js'
import type {Tame} from '../../../src/model/tame.js'
import {openTame} from '../../../src/runtime/open-tame.js'
import {createWorkplace, type Workplace} from '../../helpers/workplace.js'
import {manifest} from './manifest.js'

const policy = `version: "1.0"
rules:
  - name: temp_files
    tools: [read_file, "list_*"]
    condition: under(tool_args.path, "/tmp")
    action: allow
  - name: ask_first
    tools: [send_email]
    action: approve
`

async function used(): Promise<{place: Workplace; tame: Tame; logId: string; approvalId: string}> {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('calls/one call.json', '{}')
  place.write('calls/.hidden.json', '{}')
  const tame = openTame(await loadConfig(place, {kind: 'flag', settings: new Map()}), place)
  const ids = {sessionId: 'nightly', agentId: 'researcher', userId: 'ada'}
  const {logId} = await tame.enforce({tool: 'delete_file', args: {}, ...ids})
  const {approvalId} = await tame.enforce({tool: 'send_email', args: {}})
  return {place, tame, logId: logId ?? '', approvalId: approvalId ?? ''}
}

async function valuesAt(text: string): Promise<{values: string[]; from: number}> {
  const {place, tame} = await used()
  const {choices, from} = await completeAt(text, text.length, {
    manifest,
    cwd: place.cwd,
    tame: async () => tame,
  })
  await tame.close()
  return {values: choices.map(({value}) => value), from}
}

describe('what may stand at the cursor', () => {
  test.each<[string, string[]]>([
    ['stat', ['status']],
    ['ex', ['explain', 'expect', 'exit']],
    ['policy ex', ['explain']],
    ['tame policy ex', ['explain']],
    ['test --dry', ['--dry-run']],
    ['test x --expect s', ['sanitize']],
    ['test x --expect=s', ['--expect=sanitize']],
    ['test ', ['read_file', 'send_email', 'delete_file']],
    ['test del', ['delete_file']],
    ['logs --tool del', ['delete_file']],
    ['logs --rule t', ['temp_files']],
    ['logs --rule=t', ['--rule=temp_files']],
    ['status --session-id n', ['nightly']],
    ['status --agent-id ', ['researcher']],
    ['status --user-id a', ['ada']],
    ['policy lint po', ['policy.yaml']],
    ['policy lint ca', ['calls/']],
    ['policy lint calls/', ['calls/one call.json']],
    ['policy lint calls/.', ['calls/.hidden.json']],
    ['policy lint nowhere/', []],
    ['test x --args @calls/o', ['@calls/one call.json']],
    ['test x --args=@po', ['--args=@policy.yaml']],
    ['test x --config po', ['policy.yaml']],
    ['set ', ['session', 'agent', 'user']],
    ['use session ', ['nightly']],
    ['unset a', ['agent']],
    ['expect d', ['deny']],
    ['explain del', ['delete_file']],
    ['again --ex', ['--expect', '--exit-code', '--explain']],
    ['status\nlogs --rule a', ['ask_first']],
    ["test 'read", ['read_file']],
  ])('%s', async (text, values) => {
    expect((await valuesAt(text)).values).toEqual(values)
  })

  test('is replaced from the start of its word, with its quotes', async () => {
    expect((await valuesAt("test 're")).from).toBe(5)
    expect((await valuesAt('test ')).from).toBe(5)
  })

  test.each(['logs show ', 'policy explain ', 'explain '])('%s: a log id', async (text) => {
    const {place, tame, logId} = await used()
    const {choices} = await completeAt(text, text.length, {manifest, cwd: place.cwd, tame: async () => tame})
    expect(choices).toContainEqual({
      value: logId,
      description: expect.stringMatching(/^deny delete_file \d{4}-/) as string,
    })
    await tame.close()
  })

  test('approve: an approval that waits', async () => {
    const {place, tame, approvalId} = await used()
    const {choices} = await completeAt('approve ', 8, {manifest, cwd: place.cwd, tame: async () => tame})
    expect(choices.map(({value}) => value)).toEqual([approvalId])
    await tame.close()
  })

  test('no name that a terminal would obey', async () => {
    const {place, tame} = await used()
    await tame.enforce({tool: 'evil\u001b[2J', args: {}, sessionId: 'a\u202eb', agentId: 'evil\u001b'})
    await tame.enforce({tool: 'evident', args: {}, sessionId: 'about', agentId: 'e\u0007'})
    const values = async (text: string) =>
      (await completeAt(text, text.length, {manifest, cwd: place.cwd, tame: async () => tame})).choices
    expect(await values('test ev')).toEqual([{value: 'evident', description: 'seen'}])
    expect(await values('set session a')).toEqual([{value: 'about', description: '1 call of e\\u0007'}])
    await tame.close()
  })

  test('without a tame there is what needs none', async () => {
    const sources = {manifest, cwd: '/', tame: async () => Promise.reject(new Error('none'))}
    expect((await completeAt('logs --rule ', 12, sources)).choices).toEqual([])
    expect((await completeAt('stat', 4, sources)).choices).toHaveLength(1)
  })
})
