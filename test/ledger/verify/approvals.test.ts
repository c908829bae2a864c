import {describe, expect, test} from 'vitest'
import type {ApprovalBody} from '../../../src/ledger/bodies/approval-body.js'
import {Approvals} from '../../../src/ledger/verify/approvals.js'
import {Findings} from '../../../src/ledger/verify/findings.js'
import type {KeptEntry} from '../../../src/ledger/verify/kept-entry.js'

/** An entry's kind, what its body says, and its content. */
interface Said {
  kind: string
  body: Record<string, unknown>
  content?: Record<string, unknown>
  atMs?: number
  sessionId?: string
}

const decides = (
  logId: string,
  effect: string,
  changes: Record<string, unknown> = {},
  seal = 'same',
): Said => ({
  kind: 'decision',
  body: {
    log_id: logId,
    decision: effect,
    ruling: 'approve',
    enforced: true,
    bypassed: false,
    tool_name: 'send',
    rule_name: 'sends',
    approval_id: 'q',
    ...changes,
  },
  content: {approval_seal: seal},
})

const steps = (step: ApprovalBody['step'], changes: Record<string, unknown> = {}): Said => ({
  kind: 'approval',
  body: {approval_id: 'q', agent_id: null, content: null, step, ...changes},
})

const asked = (changes: Record<string, unknown> = {}): Said =>
  steps('asked', {
    log_id: 'one',
    call_seq: 1,
    user_id: null,
    key_id: null,
    tool_name: 'send',
    rule_name: 'sends',
    policy_hash: 'p',
    expires_at: '1970-01-01T00:00:01.000Z',
    on_timeout: 'deny',
    approvers: ['ada', 'bob'],
    quorum: 1,
    ...changes,
  })

const answered = (
  by = 'ada',
  effect = 'approve',
  scope = 'once',
  changes: Record<string, unknown> = {},
): Said => steps('answered', {by, key_id: null, effect, scope, edits: false, ...changes})
const edited = answered('ada', 'approve', 'once', {edits: true})
const approved = (by = 'ada'): Said => steps('resolved', {status: 'approved', by})
const spent = (logId: string, callSeq: number): Said => steps('spent', {log_id: logId, call_seq: callSeq})

const question = [decides('one', 'approve'), asked()]
const granted = [...question, answered(), approved()]
const ran = [...granted, decides('two', 'allow'), spent('two', 5)]

function findingsOf(said: readonly Said[], isWhole: boolean): Findings {
  const findings = new Findings()
  const approvals = new Approvals(findings, {isWhole})
  for (const [at, {kind, body, content, atMs = 0, sessionId = 's'}] of said.entries()) {
    const entry: KeptEntry = {
      seq: at + 1,
      atMs,
      kind,
      sessionId,
      id: null,
      eventId: null,
      body: JSON.stringify(body),
      hash: '',
      salt: null,
      content: content === undefined ? null : JSON.stringify(content),
    }
    approvals.add(entry, body)
  }
  approvals.finish()
  return findings
}

const failuresOf = (said: readonly Said[], isWhole = true): unknown[] =>
  findingsOf(said, isWhole).failures.map(({seq, what, actual}) => `${seq}: ${what}: ${actual}`)

const expiring = (onTimeout: string): Said[] => [decides('one', 'approve'), asked({on_timeout: onTimeout})]
const at = (atMs: number, said: Said): Said => ({...said, atMs})
const erased = ({content: _, ...said}: Said): Said => said

test.each<[string, Said[]]>([
  ['a question', question],
  ['a question that is asked again', [...question, decides('two', 'approve')]],
  ['a run that was approved', ran],
  ['a run of a call that was erased', [...granted, erased(decides('two', 'allow')), spent('two', 5)]],
  ['a denial', [...question, answered('ada', 'deny'), steps('resolved', {status: 'denied', by: 'ada'})]],
  ['a cancellation', [...question, steps('cancelled', {by: 'ada'})]],
  ['an expiry', [...expiring('deny'), at(1000, steps('expired'))]],
  [
    'an approval by time-out',
    [
      ...expiring('allow'),
      at(1000, approved('timeout')),
      at(1999, decides('two', 'allow')),
      at(1999, spent('two', 4)),
    ],
  ],
  [
    'two runs in a session',
    [
      ...question,
      answered('ada', 'approve', 'session'),
      approved(),
      decides('two', 'allow'),
      spent('two', 5),
      decides('three', 'allow'),
      spent('three', 7),
    ],
  ],
  [
    'a run of what was edited',
    [...question, edited, approved(), decides('two', 'sanitize'), spent('two', 5)],
  ],
  [
    'a denial by one who is called like the agent',
    [
      decides('one', 'approve'),
      {...asked(), body: {...asked().body, agent_id: 'ada', key_id: 'k'}},
      answered('ada', 'deny', 'once', {key_id: 'k'}),
      steps('resolved', {status: 'denied', by: 'ada'}),
    ],
  ],
  ['a call that nobody asks about', [decides('one', 'allow', {approval_id: null, ruling: 'allow'})]],
  ['a call that runs in shadow mode', [decides('one', 'allow', {approval_id: null, enforced: false})]],
  ['an older question without an approval', [decides('one', 'approve', {approval_id: null})]],
])('finds nothing wrong with %s', (_, said) => {
  expect(failuresOf(said)).toEqual([])
})

test.each<[string, Said[], string[]]>([
  [
    'a run without an approval',
    [decides('one', 'allow', {approval_id: null})],
    ['1: it runs what a rule asks about without an approval: nothing'],
  ],
  [
    'a question that was never opened',
    [decides('one', 'approve')],
    ['1: it asks for an approval that was never opened: nothing'],
  ],
  ['a question of no decision', [asked()], ['1: no decision asks for this approval: nothing']],
  [
    'a question of another decision',
    [decides('two', 'approve'), asked()],
    ['2: no decision asks for this approval: two'],
  ],
  ['a run that spends nothing', [...granted, decides('two', 'allow')], ['5: it spends no approval: nothing']],
  [
    'a run before the answer',
    [...question, decides('two', 'allow'), spent('two', 3)],
    ["4: the approval can't be spent: it is pending"],
  ],
  [
    'a second run',
    [...ran, decides('three', 'allow'), spent('three', 7)],
    ['8: it is spent, and no such approval is open: q'],
  ],
  [
    'a run when the time is over',
    [...granted, at(1000, decides('two', 'allow')), at(1000, spent('two', 5))],
    ["6: the approval can't be spent: its time is over"],
  ],
  [
    'a run by time-out when that is over',
    [
      ...expiring('allow'),
      at(1000, approved('timeout')),
      at(2000, decides('two', 'allow')),
      at(2000, spent('two', 4)),
    ],
    ["5: the approval can't be spent: its time is over"],
  ],
  [
    'a run of other arguments',
    [...granted, decides('two', 'allow', {}, 'other'), spent('two', 5)],
    ['5: the approval is of another call: send, two'],
  ],
  [
    'a run without what it is bound to',
    [...granted, {...decides('two', 'allow'), content: {args: {}}}, spent('two', 5)],
    ['5: the approval is of another call: send, two'],
  ],
  [
    'a run of another tool',
    [...granted, decides('two', 'allow', {tool_name: 'pay'}), spent('two', 5)],
    ['5: the approval is of another call: pay, two'],
  ],
  [
    'a run by another rule',
    [...granted, decides('two', 'allow', {rule_name: 'x'}), spent('two', 5)],
    ['5: the approval is of another call: send, two'],
  ],
  [
    'a run in another session',
    [...granted, {...decides('two', 'allow'), sessionId: 't'}, spent('two', 5)],
    ['5: the approval is of another call: send, two'],
  ],
  [
    'a run that another call spends',
    [...granted, decides('two', 'allow'), spent('three', 5)],
    ['6: the approval was spent by no call: two'],
  ],
  [
    'an approval that nobody gave',
    [...question, approved()],
    ["3: the approval can't be resolved: 0 agreed of 1"],
  ],
  [
    'an approval by a stranger',
    [...question, answered('eve'), approved('eve')],
    ["3: the approval can't be answered: eve is none of its approvers"],
  ],
  [
    'an approval by too few',
    [decides('one', 'approve'), asked({quorum: 2}), answered(), approved()],
    ["4: the approval can't be resolved: 1 agreed of 2"],
  ],
  [
    'an approval by the agent that asked',
    [decides('one', 'approve'), asked({agent_id: 'ada'}), answered()],
    ["3: the approval can't be answered: ada asked for it"],
  ],
  [
    'an approval with the key that asked',
    [decides('one', 'approve'), asked({key_id: 'k'}), answered('ada', 'approve', 'once', {key_id: 'k'})],
    ["3: the approval can't be answered: ada asked for it"],
  ],
  [
    'a run of what was asked, when something else was approved',
    [...question, edited, approved(), decides('two', 'allow'), spent('two', 5)],
    ['5: it does not run with the arguments that were approved: allow'],
  ],
  [
    'a run of something else, when what was asked was approved',
    [...granted, decides('two', 'sanitize'), spent('two', 5)],
    ['5: it does not run with the arguments that were approved: sanitize'],
  ],
  [
    'one who answers twice',
    [decides('one', 'approve'), asked({quorum: 2}), answered(), answered(), approved()],
    ["4: the approval can't be answered: ada answered before"],
  ],
  [
    'an approval of what somebody denied',
    [decides('one', 'approve'), asked(), answered('bob', 'deny'), answered(), approved()],
    ["5: the approval can't be resolved: somebody denied it"],
  ],
  [
    'a denial that nobody gave',
    [...question, answered(), steps('resolved', {status: 'denied', by: 'ada'})],
    ["4: the approval can't be resolved: nobody denied it"],
  ],
  [
    'a second resolution',
    [...granted, answered('bob', 'deny')],
    ["5: the approval can't be answered: it is approved"],
  ],
  [
    'an answer when the time is over',
    [...question, at(1000, answered())],
    ["3: the approval can't be answered: its time is over"],
  ],
  [
    'an expiry before its time',
    [...question, steps('expired')],
    ["3: the approval can't be expired: its time is not over"],
  ],
  [
    'an expiry of what comes to an approval',
    [...expiring('allow'), at(1000, steps('expired'))],
    ["3: the approval can't be expired: its time-out comes to allow"],
  ],
  [
    'an approval by time-out of what comes to none',
    [...question, at(1000, approved('timeout'))],
    ["3: the approval can't be resolved: its time-out comes to deny"],
  ],
  ['an answer to nothing', [answered()], ['1: it is answered, and no such approval is open: q']],
  [
    'a step that is none',
    [steps('moved' as never)],
    ['1: it is no step of an approval: {"approval_id":"q","agent_id":null,"content":null,"step":"moved"}'],
  ],
])('finds %s', (_, said, failures) => {
  expect(failuresOf(said)).toEqual(failures)
})

describe('where not all calls are there', () => {
  const inSession = [
    asked(),
    answered('ada', 'approve', 'session'),
    approved(),
    spent('other', 7),
    decides('two', 'allow'),
    spent('two', 5),
  ]

  test('finds nothing wrong with steps of calls that are not', () => {
    expect(failuresOf(inSession, false)).toEqual([])
  })

  test.each<[string, Said[], string[]]>([
    [
      'a run before the answer',
      [asked(), decides('two', 'allow'), spent('two', 2)],
      ["3: the approval can't be spent: it is pending"],
    ],
    [
      'a second run',
      [asked(), answered(), approved(), spent('other', 7), decides('two', 'allow'), spent('two', 5)],
      ['6: it is spent, and no such approval is open: q'],
    ],
    [
      'a run that another call spends',
      [asked(), answered(), approved(), decides('two', 'allow'), spent('three', 4)],
      ['5: the approval was spent by no call: two'],
    ],
  ])('finds %s', (_, said, failures) => {
    expect(failuresOf(said, false)).toEqual(failures)
  })

  test('says how many calls it can show no approval of', () => {
    const {failures, remarks} = findingsOf([decides('one', 'approve'), decides('two', 'allow')], false)
    expect([failures, remarks]).toEqual([
      [],
      [{seq: null, what: '2 of its calls name an approval of which it holds no such step'}],
    ])
  })
})
