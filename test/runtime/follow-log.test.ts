import {describe, expect, test} from 'vitest'
import {loadConfig} from '../../src/config/load.js'
import type {Call} from '../../src/model/call.js'
import {isMeant, type LogFilter} from '../../src/model/log-filter.js'
import type {LogRecord} from '../../src/model/log-record.js'
import type {Tame} from '../../src/model/tame.js'
import {followLog} from '../../src/runtime/follow-log.js'
import {openTame} from '../../src/runtime/open-tame.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

const policy = 'version: "1"\nrules:\n  - {name: reads, tools: [read_file], action: allow}\n'

const calls: readonly Call[] = [
  {tool: 'read_file', args: {path: '/tmp/Ä "quoted"'}, sessionId: 's', agentId: 'a', userId: 'u'},
  {tool: 'read_file', args: {}, sessionId: 't', metadata: {ticket: 'A-1'}},
  {tool: 'delete_file', args: {n: 1}, agentId: 'a'},
]

async function open(place: Workplace): Promise<Tame> {
  return openTame(await loadConfig(place, {kind: 'flag', settings: new Map()}), place)
}

async function withCalls(): Promise<Workplace> {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  await using tame = await open(place)
  for (const call of calls) await tame.enforce(call)
  return place
}

async function take(records: AsyncIterable<LogRecord>, count: number): Promise<LogRecord[]> {
  const taken: LogRecord[] = []
  if (count > 0) for await (const record of records) if (taken.push(record) === count) break
  return taken
}

describe('a log that is followed', () => {
  test.each<LogFilter>([
    {},
    {sessionId: 's'},
    {agentId: 'a'},
    {userId: 'u'},
    {tool: 'read_file'},
    {decision: 'deny'},
    {rule: 'reads'},
    {rule: null},
    {sinceMs: 0},
    {untilMs: 0},
    {grep: 'ä "QUOTED"'},
    {grep: 'a-1'},
    {tool: 'read_file', sessionId: 't'},
  ])('with %j has what the list has, of the past and of what comes', async (filter) => {
    const place = await withCalls()
    await using tame = await open(place)
    const all = await take(tame.logs.list(), calls.length)
    const listed: LogRecord[] = []
    for await (const record of tame.logs.list(filter)) listed.push(record)
    expect(all.filter((record) => isMeant(filter, record))).toEqual(listed)
    const following = take(followLog(tame, filter, undefined), listed.length * 2)
    await using other = await open(place)
    for (const call of calls) await other.enforce(call)
    const followed = await following
    const toolsOf = (records: readonly LogRecord[]) => records.map(({tool, args}) => ({tool, args}))
    expect(toolsOf(followed)).toEqual(toolsOf([...listed, ...listed]))
  })

  test('passes over none that comes while the past is listed, and shows none twice', async () => {
    const place = await withCalls()
    await using tame = await open(place)
    const following = take(followLog(tame, {}, 2), 52)
    await Promise.all(Array.from({length: 50}, (_, n) => tame.enforce({tool: 'read_file', args: {n}})))
    const seqs = (await following).map(({seq}) => seq)
    expect(seqs).toEqual(Array.from({length: 52}, (_, n) => (seqs[0] ?? 0) + n))
  })

  test('ends when tame is closed', async () => {
    const tame = await open(await withCalls())
    const following = take(followLog(tame, {}, 0), 1)
    await tame.close()
    expect(await following).toEqual([])
  })
})
