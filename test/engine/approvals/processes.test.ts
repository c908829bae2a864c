import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import type {GivenAnswer} from '../../../src/model/approval.js'
import type {Call} from '../../../src/model/call.js'
import {openTame} from '../../../src/runtime/open-tame.js'
import {runs} from '../../helpers/runs.js'
import {createWorkplace} from '../../helpers/workplace.js'

const program = fileURLToPath(new URL('../../helpers/answering-child.js', import.meta.url))

const policy = 'version: "1"\nrules: [{name: asks, tools: [send], action: approve}]\n'

interface Came {
  readonly answered: string
  readonly ran: string
}

/** A process that is ready to answer, and does when it is told to. */
async function startAnswering(home: string, said: object): Promise<() => Promise<Came>> {
  const child = spawn(process.execPath, [program, JSON.stringify(said)], {
    env: {PATH: process.env['PATH'] ?? '', HOME: home},
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  return async () => {
    child.stdin.write('go\n')
    return JSON.parse((await lines.next()).value as string) as Came
  }
}

test('is resolved once and run once, in however many processes people answer and agents ask', async () => {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  place.write('.tame/.gitignore', '*\n')
  const settings = {
    values: {store: null, policy: place.pathOf('policy.yaml'), durability: 'full', bypass_mode: false},
    origins: {policy: {kind: 'flag'}},
  } as Parameters<typeof openTame>[0]
  const tame = openTame(settings, place)
  for (let round = 0; round < runs(1).numRuns; round++) {
    const call: Call = {tool: 'send', args: {round}, sessionId: 's'}
    const {approvalId} = await tame.enforce(call)
    const people = ['ada', 'bob', 'cyd', 'dan']
    const start = people.map((by): Promise<() => Promise<Came>> => {
      const answer: GivenAnswer = {effect: 'approve', by}
      return startAnswering(place.home, {cwd: place.cwd, id: approvalId, answer, call})
    })
    const came = await Promise.all((await Promise.all(start)).map((go) => go()))
    expect(came.map(({answered}) => answered).sort()).toEqual([
      'APPROVAL_RESOLVED',
      'APPROVAL_RESOLVED',
      'APPROVAL_RESOLVED',
      'approved',
    ])
    expect(came.map(({ran}) => ran).sort()).toEqual(['allow', 'approve', 'approve', 'approve'])
    expect((await tame.approvals.get(approvalId ?? '')).answers).toHaveLength(1)
  }
  expect((await tame.audit.verify()).failures).toEqual([])
  await tame.close()
}, 600_000)
