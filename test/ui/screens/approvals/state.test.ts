import {describe, expect, test} from 'vitest'
import {farewellText} from '../../../../src/ui/screens/approvals/farewell.js'
import {questionOf} from '../../../../src/ui/screens/approvals/question.js'
import {isQueueOver} from '../../../../src/ui/screens/approvals/state.js'
import {approval, noonMs, PlayedQueue, questions} from '../../../helpers/questions.js'

const once = {comment: null, args: null, scope: 'once'} as const

describe('the cursor', () => {
  test.each([
    ['', 'tool_1'],
    ['jj', 'tool_3'],
    ['jjk', 'tool_2'],
    ['\u001b[B\u001b[B\u001b[A', 'tool_2'],
    ['k', 'tool_1'],
    ['G', 'tool_50'],
    ['Gg', 'tool_1'],
    ['G\u001b[H', 'tool_1'],
    ['\u001b[6~', 'tool_10'],
    ['\u001b[6~\u001b[5~', 'tool_1'],
  ])('after %j is on %s', (typed, tool) => {
    expect(new PlayedQueue(questions(50)).type(typed).underCursor).toBe(tool)
  })

  test('stays on its question when others come and go around it', () => {
    const [first, second, third, fourth] = questions(4)
    if (!first || !second || !third || !fourth) throw new Error('there are four')
    const queue = new PlayedQueue([first, second, third]).type('jj')
    queue.happen({kind: 'changed', questions: [{...first, status: 'denied', seq: 9}, fourth]})
    expect([queue.tools, queue.underCursor]).toEqual([['tool_2', 'tool_3', 'tool_4'], 'tool_3'])
  })

  test.each(['a', 'd', 's', ' '])('lets %j answer nothing that has only just come under it', (key) => {
    const [first, second] = questions(2)
    if (!first || !second) throw new Error('there are two')
    const queue = new PlayedQueue([first]).happen({kind: 'listed', questions: [second], nowMs: noonMs})
    queue.type(key)
    expect([queue.underCursor, queue.state.view, queue.state.marked.size, queue.state.outgoing]).toEqual([
      'tool_2',
      {kind: 'queue'},
      0,
      [],
    ])
    expect(queue.state.notice).toBe('That would now be for tool_2: look at it, then press again')
    expect(queue.pass(1000).type('a').pass(3000).sent).toEqual([{id: 'id-2', effect: 'approve', ...once}])
  })

  test('is on something else when the last was answered, and no key is for that at once', () => {
    const queue = new PlayedQueue(questions(2)).type('ja').pass(3000)
    const question = questionOf(approval({id: 'id-2', tool: 'tool_2', status: 'approved', seq: 9}))
    queue.happen({kind: 'answered', effect: 'approve', question}).type('a').pass(500)
    expect([queue.underCursor, queue.state.outgoing]).toEqual(['tool_1', []])
  })

  test('lets no key answer what somebody just edited under it', () => {
    const [edited] = questions(1, {seq: 9, editedArgs: {to: 'eve'}, quorum: 2})
    if (!edited) throw new Error('there is one')
    const queue = new PlayedQueue(questions(1)).happen({kind: 'changed', questions: [edited]}).type('a')
    expect(queue.state.outgoing).toEqual([])
  })

  test('may be moved, and then every key counts at once', () => {
    const queue = new PlayedQueue([])
      .happen({kind: 'changed', questions: questions(2)})
      .type('ja')
      .pass(3000)
    expect(queue.sent).toEqual([{id: 'id-2', effect: 'approve', ...once}])
  })

  test('keeps what somebody else answered under it, so that no key answers another call', () => {
    const [first, second] = questions(2)
    if (!first || !second) throw new Error('there are two')
    const queue = new PlayedQueue([first, second])
    queue.happen({kind: 'changed', questions: [{...first, status: 'denied', resolvedBy: 'bob', seq: 9}]})
    expect(queue.tools).toEqual(['tool_1', 'tool_2'])
    queue.type('a').pass(3000)
    expect([queue.state.notice, queue.deeds]).toEqual(['tool_1 is denied by bob already', []])
    expect(queue.type('j').tools).toEqual(['tool_2'])
  })
})

describe('an answer', () => {
  test('is sent three seconds later', () => {
    const queue = new PlayedQueue(questions(2)).type('a').pass(2999)
    expect([queue.deeds, queue.underCursor]).toEqual([[], 'tool_2'])
    expect(queue.pass(1).sent).toEqual([{id: 'id-1', effect: 'approve', ...once}])
    expect([...queue.state.sending]).toEqual(['id-1'])
  })

  test('can be taken back until then', () => {
    const queue = new PlayedQueue(questions(2)).type('au').pass(10_000)
    expect([queue.deeds, queue.underCursor, queue.state.outgoing]).toEqual([[], 'tool_1', []])
  })

  test('can’t be taken back when it was sent', () => {
    const queue = new PlayedQueue(questions(2)).type('a').pass(3000).type('u')
    expect(queue.state.notice).toBe('There is nothing to undo: what was sent stays')
    expect(queue.sent).toHaveLength(1)
  })

  test('of several keys is several answers, of which u takes back the last', () => {
    const queue = new PlayedQueue(questions(3)).type('aau').pass(3000)
    expect(queue.sent).toEqual([{id: 'id-1', effect: 'approve', ...once}])
  })

  test('is for all that are marked', () => {
    const queue = new PlayedQueue(questions(4)).type('  j a').pass(3000)
    expect(queue.sent.map((deed) => (deed as {id: string}).id)).toEqual(['id-1', 'id-2', 'id-4'])
    expect(queue.state.marked.size).toBe(0)
  })

  test('is for nothing that the filter has left out', () => {
    const queue = new PlayedQueue(questions(4)).type('  /3\ra').pass(3000)
    expect(queue.sent.map((deed) => (deed as {id: string}).id)).toEqual(['id-3'])
  })

  test('is not for what is under the cursor when what was marked has just gone', () => {
    const [first] = questions(1)
    if (!first) throw new Error('there is one')
    const queue = new PlayedQueue(questions(3)).type(' j')
    queue
      .happen({kind: 'changed', questions: [{...first, status: 'denied', seq: 9}]})
      .type('a')
      .pass(500)
    expect([queue.underCursor, queue.state.marked.size, queue.state.outgoing]).toEqual(['tool_3', 0, []])
  })

  test('to deny asks why first', () => {
    const queue = new PlayedQueue(questions(1)).type('dwrong recipienz\u007ft\r').pass(3000)
    expect(queue.sent).toEqual([
      {id: 'id-1', effect: 'deny', comment: 'wrong recipient', args: null, scope: 'once'},
    ])
  })

  test('to deny needs no reason, and none is given with escape', () => {
    expect(new PlayedQueue(questions(1)).type('d\r').pass(3000).sent).toEqual([
      {id: 'id-1', effect: 'deny', ...once},
    ])
    expect(new PlayedQueue(questions(1)).type('dno').type('\u001b').pass(3000).sent).toEqual([])
  })

  test('for the session says so', () => {
    expect(new PlayedQueue(questions(1)).type('s').pass(3000).sent).toEqual([
      {id: 'id-1', effect: 'approve', ...once, scope: 'session'},
    ])
  })

  test('is given once: a second key on the same call says why not', () => {
    const queue = new PlayedQueue(questions(1)).type('aa').pass(3000)
    expect(queue.sent).toHaveLength(1)
    queue.type('a')
    expect(queue.state.notice).toBe('tool_1 is answered already; u takes that back while it can be')
  })

  test('is sent earlier where the question’s time is over before', () => {
    const queue = new PlayedQueue(questions(1, {expiresAtMs: noonMs + 2000})).type('a').pass(999)
    expect(queue.sent).toHaveLength(0)
    expect(queue.pass(1).sent).toHaveLength(1)
  })

  test('is not sent when somebody else was first', () => {
    const [first] = questions(1)
    if (!first) throw new Error('there is one')
    const queue = new PlayedQueue([first]).type('a')
    queue.happen({kind: 'changed', questions: [{...first, status: 'denied', resolvedBy: 'bob', seq: 9}]})
    expect(queue.state.notice).toBe('tool_1 is denied by bob already: your answer was not sent')
    expect(queue.pass(5000).sent).toEqual([])
  })

  test('takes the call out of the queue when it is recorded', () => {
    const queue = new PlayedQueue(questions(2)).type('a').pass(3000)
    const question = questionOf(approval({id: 'id-1', tool: 'tool_1', status: 'approved', seq: 9}))
    queue.happen({kind: 'answered', effect: 'approve', question})
    expect([queue.tools, queue.state.tally]).toEqual([['tool_2'], {approved: 1, denied: 0, refusals: []}])
  })

  test('of one of two who must agree leaves it in the queue', () => {
    const said = {id: 'id-1', tool: 'tool_1', quorum: 2, seq: 9}
    const queue = new PlayedQueue([questionOf(approval({...said, seq: 1}))]).type('a').pass(3000)
    const answers = [{by: 'ada', effect: 'approve', atMs: noonMs, comment: null}] as const
    queue.happen({kind: 'answered', effect: 'approve', question: questionOf(approval({...said, answers}))})
    expect([queue.tools, queue.state.notice]).toEqual([['tool_1'], 'Your answer counts: 1 of 2 agreed'])
  })

  test('that is refused says why, and stays to be read when the screen is gone', () => {
    const queue = new PlayedQueue(questions(1)).type('a').pass(3000)
    queue.happen({kind: 'refused', id: 'id-1', reason: 'Only bob may answer', isKnown: true})
    const said = 'Your answer to tool_1 does not count: Only bob may answer'
    expect([queue.tools, queue.state.notice]).toEqual([['tool_1'], said])
    expect(farewellText(queue.type('q').state)).toBe(said)
  })

  test('that came second leaves nothing in the queue', () => {
    const [first] = questions(1)
    if (!first) throw new Error('there is one')
    const queue = new PlayedQueue(questions(2)).type('a').pass(3000)
    queue.happen(
      {kind: 'changed', questions: [{...first, status: 'denied', resolvedBy: 'bob', seq: 9}]},
      {kind: 'refused', id: 'id-1', reason: 'bob was first', isKnown: true},
    )
    expect(queue.tools).toEqual(['tool_2'])
  })

  test('whose way back was lost is not said to be refused', () => {
    const queue = new PlayedQueue(questions(1)).type('a').pass(3000)
    queue.happen({kind: 'refused', id: 'id-1', reason: 'No answer in 10 s', isKnown: false})
    expect(farewellText(queue.type('q').state)).toBe(
      'Whether your answer to tool_1 counts is not known: No answer in 10 s',
    )
  })
})

test('text that is pasted is no command', () => {
  const queue = new PlayedQueue(questions(1)).type('\u001b[200~aaa d\r\u001b[201~').pass(3000)
  expect([queue.deeds, queue.state.view]).toEqual([[], {kind: 'queue'}])
})

describe('the filter', () => {
  test('shows what has the text in it, while it is typed', () => {
    const queue = new PlayedQueue(questions(12)).type('/TOOL_1')
    expect(queue.tools).toEqual(['tool_1', 'tool_10', 'tool_11', 'tool_12'])
    expect(queue.type('2\r').tools).toEqual(['tool_12'])
    expect(queue.type('/').type('\u0015').type('\r').tools).toHaveLength(12)
  })

  test('is with escape what it was before', () => {
    const queue = new PlayedQueue(questions(12)).type('/12\r/zzz').type('\u001b')
    expect([queue.tools, queue.state.filter]).toEqual([['tool_12'], '12'])
  })

  test('holds for what comes later', () => {
    const [first, second] = questions(2)
    if (!first || !second) throw new Error('there are two')
    const queue = new PlayedQueue([first]).type('/tool_1\r').happen({kind: 'changed', questions: [second]})
    expect([queue.tools, queue.state.rows.all.length]).toEqual([['tool_1'], 2])
  })
})

describe('a text that is read', () => {
  const reading = () =>
    new PlayedQueue(questions(3))
      .type('\r')
      .happen({kind: 'told', id: 'id-1', seq: 1, title: 'tool_1', text: 'a\nb'})

  test('is asked for', () => {
    expect(new PlayedQueue(questions(3)).type('j\rx').deeds).toEqual([
      {kind: 'tell', id: 'id-2', seq: 2},
      {kind: 'explain', id: 'id-2', seq: 2},
    ])
  })

  test('can be followed by an answer to what it is about', () => {
    expect(reading().type('a').pass(3000).sent.slice(1)).toEqual([{id: 'id-1', effect: 'approve', ...once}])
  })

  test('answers nothing that is marked besides', () => {
    const queue = new PlayedQueue(questions(3)).type('  \r')
    queue.happen({kind: 'told', id: 'id-3', seq: 1, title: 'tool_3', text: 'a'}).type('dno\r').pass(3000)
    expect(queue.sent.slice(1)).toEqual([
      {id: 'id-3', effect: 'deny', comment: 'no', args: null, scope: 'once'},
    ])
  })

  test('is answered as it was read, whatever came since', () => {
    const [edited] = questions(1, {seq: 9, editedArgs: {to: 'bob'}, quorum: 2})
    if (!edited) throw new Error('there is one')
    const queue = reading()
      .happen({kind: 'changed', questions: [edited]})
      .type('a')
      .pass(3000)
    expect(queue.seen).toEqual([['id-1', 1]])
  })

  test('is about what was asked for, though the cursor be elsewhere when it comes', () => {
    const queue = new PlayedQueue(questions(3)).type('\r').type('\u001b').type('j')
    queue.happen({kind: 'told', id: 'id-1', seq: 1, title: 'tool_1', text: 'a'}).type('a').pass(3000)
    expect(queue.sent.slice(1)).toEqual([{id: 'id-2', effect: 'approve', ...once}])
  })

  test('stays about its own call when that of another comes late', () => {
    const queue = new PlayedQueue(questions(2)).type('\r').type('\u001b').type('j\r')
    queue.happen({kind: 'told', id: 'id-1', seq: 1, title: 'tool_1', text: 'a'}).type('a').pass(3000)
    expect(queue.sent.slice(2)).toEqual([{id: 'id-2', effect: 'approve', ...once}])
  })

  test('is for its own call while it is not there yet, whatever is marked', () => {
    const queue = new PlayedQueue(questions(3)).type('  \ra').pass(3000)
    expect(queue.sent.slice(1)).toEqual([{id: 'id-3', effect: 'approve', ...once}])
  })

  test('does not come over a line that is being typed', () => {
    const queue = new PlayedQueue(questions(1)).type('\rdbecause')
    queue.happen({kind: 'told', id: 'id-1', seq: 1, title: 'tool_1', text: 'a'})
    expect(queue.state.view).toEqual({kind: 'reason', ids: ['id-1'], text: 'because'})
  })

  test.each(['q', '\r', '\u001b', '?'])('is left with %j', (key) => {
    expect(reading().type(key).state.view).toEqual({kind: 'queue'})
  })
})

describe('an edited call', () => {
  const args = {to: 'bob@example.com'}
  const edited = (isApprovable: boolean) =>
    new PlayedQueue(questions(1)).type('e').happen({
      kind: 'edited',
      edited: {id: 'id-1', seq: 1, tool: 'tool_1', args, isApprovable, text: 'Decided again: …'},
    })

  test('by another is shown, and agreed to as it is seen', () => {
    const [edited] = questions(1, {seq: 9, editedArgs: {to: 'bob'}, quorum: 2})
    if (!edited) throw new Error('there is one')
    const queue = new PlayedQueue(questions(2)).happen({kind: 'changed', questions: [edited]})
    expect(queue.state.rows.all.map(({args}) => args)).toEqual([
      'edited: to="bob"',
      'to="ada@example.com", subject="Hi"',
    ])
    expect(queue.pass(1000).type('aa').pass(3000).seen).toEqual([
      ['id-1', 9],
      ['id-2', 2],
    ])
  })

  test.each(['changed', 'listed'] as const)('by another is not what was marked when it is %s', (kind) => {
    const [edited] = questions(1, {seq: 9, editedArgs: {to: 'bob'}, quorum: 2})
    if (!edited) throw new Error('there is one')
    const rest = questions(2).slice(1)
    const queue = new PlayedQueue(questions(2)).type('  ')
    queue.happen({kind, questions: [edited, ...rest], nowMs: noonMs})
    expect(queue.type('a').pass(3000).seen).toEqual([['id-2', 2]])
  })

  test('is asked for with e', () => {
    expect(new PlayedQueue(questions(1)).type('e').deeds).toEqual([{kind: 'edit', id: 'id-1', seq: 1}])
  })

  test('is approved as it was shown', () => {
    expect(edited(true).type('a').pass(3000).sent.slice(1)).toEqual([
      {id: 'id-1', effect: 'approve', ...once, args},
    ])
  })

  test('that the policy denies can’t be', () => {
    const queue = edited(false).type('a').pass(3000)
    expect([queue.answers, queue.state.notice]).toEqual([[], 'The policy denies the call as it was edited'])
    expect(queue.state.view.kind).toBe('edited')
  })

  test('can be left, or edited again', () => {
    expect(edited(true).type('q').pass(3000).answers).toEqual([])
    expect(edited(true).type('e').deeds.slice(1)).toEqual([{kind: 'edit', id: 'id-1', seq: 1}])
  })

  test('is not approved as it was before while it is decided again', () => {
    const queue = new PlayedQueue(questions(2)).type('ead \r').pass(3000)
    expect([queue.answers, queue.state.view]).toEqual([[], {kind: 'editing', id: 'id-1', tool: 'tool_1'}])
  })

  test('does not come before the eyes of who has gone on, and is kept for them', () => {
    const queue = new PlayedQueue(questions(2)).type('e').type('\u001b').type('j')
    queue.happen({
      kind: 'edited',
      edited: {id: 'id-1', seq: 1, tool: 'tool_1', args, isApprovable: true, text: 'Decided again: …'},
    })
    expect([queue.state.view, queue.state.notice]).toEqual([
      {kind: 'queue'},
      'What you made of tool_1 is kept: e takes it up again',
    ])
    expect(queue.type('a').pass(3000).sent.slice(1)).toEqual([{id: 'id-2', effect: 'approve', ...once}])
  })

  test('that could not be made leads back to the queue, with the reason', () => {
    const queue = new PlayedQueue(questions(1)).type('e')
    queue.happen({kind: 'failed', id: 'id-1', reason: 'Nothing was changed'})
    expect([queue.state.view, queue.state.notice]).toEqual([{kind: 'queue'}, 'Nothing was changed'])
  })
})

describe('time', () => {
  test('ends what nobody answered, but takes nothing from under the cursor', () => {
    const queue = new PlayedQueue(questions(3, {expiresAtMs: noonMs + 5000})).pass(5000)
    expect(queue.tools).toEqual(['tool_1'])
    queue.type('a')
    expect(queue.state.notice).toBe('tool_1 is expired already')
  })
})

describe('touch', () => {
  test('that is lost is said, and found again what has happened meanwhile', () => {
    const [first, second, third] = questions(3)
    if (!first || !second || !third) throw new Error('there are three')
    const queue = new PlayedQueue([first, second]).happen({kind: 'lost', reason: 'no server'})
    expect(queue.state.touch).toEqual({kind: 'lost', reason: 'no server'})
    queue.happen({kind: 'listed', questions: [second, third], nowMs: noonMs})
    expect([queue.tools, queue.state.touch, queue.state.notice]).toEqual([
      ['tool_2', 'tool_3'],
      {kind: 'live'},
      'tool_1 was answered meanwhile',
    ])
  })
})

describe('leaving', () => {
  test('sends at once what could still be taken back, and waits for it', () => {
    const queue = new PlayedQueue(questions(1)).type('aq')
    expect([queue.sent, isQueueOver(queue.state)]).toEqual([
      [{id: 'id-1', effect: 'approve', ...once}],
      false,
    ])
    const question = questionOf(approval({id: 'id-1', status: 'approved', seq: 9}))
    queue.happen({kind: 'answered', effect: 'approve', question})
    expect([isQueueOver(queue.state), farewellText(queue.state)]).toEqual([true, '1 approved, 0 denied'])
  })

  test('with Ctrl-C sends nothing, and says so', () => {
    const queue = new PlayedQueue(questions(2)).type('aa\u0003')
    expect([queue.sent, isQueueOver(queue.state)]).toEqual([[], true])
    expect(farewellText(queue.state)).toBe('Not sent: 2 answers, whose time to undo was not over')
  })

  test('when nobody is at the keys any more sends nothing', () => {
    const queue = new PlayedQueue(questions(1)).type('a').happen({kind: 'hung up'})
    expect([queue.sent, isQueueOver(queue.state)]).toEqual([[], true])
  })
})

test('a page at its end fills a terminal that is made larger', () => {
  const queue = new PlayedQueue(questions(1), {columns: 80, rows: 8}).type('?G')
  const size = {columns: 80, rows: 40}
  queue.happen({kind: 'resized', size})
  expect(queue.state.view).toEqual(new PlayedQueue(questions(1), size).type('?').state.view)
})
