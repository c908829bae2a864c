import {existsSync} from 'node:fs'
import {constants} from 'node:os'
import {describe, expect, test} from 'vitest'
import {loadConfig} from '../../src/config/load.js'
import type {Arguments} from '../../src/model/call.js'
import type {Tame} from '../../src/model/tame.js'
import {openTame} from '../../src/runtime/open-tame.js'
import type {Terminal} from '../helpers/terminal.js'
import {createWorkplace, type Finished, type Workplace} from '../helpers/workplace.js'

const policy = `version: "1.0"
rules:
  - name: never_eve
    tools: [send_email]
    condition: tool_args.to == "eve@example.com"
    action: deny
    reason: Eve gets no mail
  - name: mails
    tools: [send_email]
    action: approve
    reason: Mails leave the house
  - name: pays
    tools: [pay]
    action: approve
    approval: {quorum: 2}
`

/** A project with a policy, and tame open in it as an agent has it. */
async function workplace(): Promise<{place: Workplace; tame: Tame}> {
  const place = createWorkplace()
  place.write('policy.yaml', policy)
  const settings = await loadConfig(place, {kind: 'flag', settings: new Map()})
  return {place, tame: openTame(settings, place)}
}

const ask = (tame: Tame, args: Arguments) =>
  tame.enforce({tool: 'send_email', args, sessionId: 'nightly', agentId: 'robot'})

/** A queue in which these mails wait. */
async function queue(...addresses: string[]) {
  const {place, tame} = await workplace()
  for (const to of addresses) await ask(tame, {to})
  return {place, tame, open: (options = {}) => openQueue(place, options)}
}

async function openQueue(place: Workplace, {env = {}, ...options} = {}): Promise<Terminal> {
  const terminal = place.open(['approve', '--user-id', 'ada'], {
    ...options,
    env: {NO_COLOR: '1', ...env},
  })
  await terminal.waitForScreen((text) => text.includes('● live'))
  return terminal
}

/** Every approval there ever was, with what became of it. */
async function outcomes(tame: Tame): Promise<unknown[]> {
  const found = []
  for await (const {args, status, resolvedBy, comment, editedArgs, scope} of tame.approvals.list())
    found.push({to: args['to'], status, resolvedBy, comment, editedArgs, scope})
  return found
}

const outcome = {status: 'pending', resolvedBy: null, comment: null, editedArgs: null, scope: 'once'}

/** The terminal as it was: its own page, the cursor, lines that run over, nothing marked that is pasted. */
function checkGivenBack(terminal: Terminal): void {
  expect([...terminal.screen().modes].sort()).toEqual(['?25', '?7'])
}

describe('the queue in a terminal', () => {
  test('approves, and the call runs when it is made again', async () => {
    const {tame, open} = await queue('bob@example.com')
    const terminal = await open()
    await terminal.waitForScreen((text) => text.includes('to="bob@example.com"'))
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('Approving send_email in 3s · u takes it back'))
    await terminal.waitForScreen((text) => text.includes('Nothing waits for an answer'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain('1 approved, 0 denied\r\n')
    checkGivenBack(terminal)
    expect(await outcomes(tame)).toEqual([
      {...outcome, to: 'bob@example.com', status: 'approved', resolvedBy: 'ada'},
    ])
    expect((await ask(tame, {to: 'bob@example.com'})).effect).toBe('allow')
    expect((await ask(tame, {to: 'bob@example.com'})).effect).toBe('approve')
    await tame.close()
  })

  test('denies with a reason, and takes an answer back', async () => {
    const {tame, open} = await queue('bob@example.com', 'carol@example.com')
    const terminal = await open()
    terminal.type('dnot now')
    await terminal.waitForScreen((text) => text.includes('Why deny send_email? not now▏'))
    terminal.type('\r')
    await terminal.waitForScreen((text) => text.includes('✖ denying'))
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('✔ approving'))
    terminal.type('u')
    await terminal.waitForScreen((text) => text.includes('Taken back: approve 1 call'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    expect(await outcomes(tame)).toEqual([
      {...outcome, to: 'bob@example.com', status: 'denied', resolvedBy: 'ada', comment: 'not now'},
      {...outcome, to: 'carol@example.com'},
    ])
    await tame.close()
  })

  test('edits the arguments, which are decided again', async () => {
    const {place, tame, open} = await queue('bob@example.com')
    const editor = place.write('editor.sh', 'sed -i s/bob/"$WHOM"/ "$1"; stat -c %a "$1" > mode; echo edited')
    const env = {EDITOR: `sh ${editor}`, WHOM: 'carol'}
    const terminal = await open({env})
    terminal.type('e')
    const shown = await terminal.waitForScreen((text) => text.includes('Decided again'))
    expect(shown).toContain('to "bob@example.com" → "carol@example.com"')
    expect(shown).toContain('Decided again: ⏳ approve by mails: Mails leave the house')
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('✔ approving'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    checkGivenBack(terminal)
    expect(place.read('mode')).toBe('600\n')
    expect(await outcomes(tame)).toEqual([
      {
        ...outcome,
        to: 'bob@example.com',
        status: 'approved',
        resolvedBy: 'ada',
        editedArgs: {to: 'carol@example.com'},
      },
    ])
    const {effect, args} = await ask(tame, {to: 'bob@example.com'})
    expect({effect, args}).toEqual({effect: 'sanitize', args: {to: 'carol@example.com'}})
    await tame.close()
  })

  test('does not approve an edited call that the policy denies', async () => {
    const {place, tame, open} = await queue('bob@example.com')
    const editor = place.write('editor.sh', 'sed -i s/bob/eve/ "$1"')
    const terminal = await open({env: {EDITOR: `sh ${editor}`}})
    terminal.type('e')
    await terminal.waitForScreen((text) => text.includes('✖ deny by never_eve: Eve gets no mail'))
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('The policy denies the call as it was edited'))
    terminal.type('qq')
    expect(await terminal.finished).toBe(0)
    expect(await outcomes(tame)).toEqual([{...outcome, to: 'bob@example.com'}])
    await tame.close()
  })

  test('keeps what was edited badly for another try', async () => {
    const {place, tame, open} = await queue('bob@example.com')
    const editor = place.write('editor.sh', 'cat "$1" >> seen; echo "{oops" > "$1"')
    const terminal = await open({env: {EDITOR: `sh ${editor}`}})
    terminal.type('e')
    await terminal.waitForScreen((text) => text.includes('The edited arguments are not JSON'))
    terminal.type('j')
    await terminal.waitForScreen((text) => !text.includes('not JSON'))
    terminal.type('e')
    await terminal.waitForScreen((text) => text.includes('not JSON'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    expect(place.read('seen')).toBe('{\n  "to": "bob@example.com"\n}\n{oops\n')
    await tame.close()
  })

  test('gives the terminal back when it is left before the editor opens', async () => {
    const {place, tame, open} = await queue('bob@example.com')
    const editor = place.write('editor.sh', 'touch opened')
    const terminal = await open({env: {EDITOR: `sh ${editor}`}})
    terminal.type('e\u0003')
    expect(await terminal.finished).toBe(130)
    checkGivenBack(terminal)
    expect(existsSync(place.pathOf('opened'))).toBe(false)
    await tame.close()
  })

  test('finds by a text, explains and shows the whole call', async () => {
    const {tame, open} = await queue('bob@example.com', 'carol@example.com')
    const terminal = await open()
    terminal.type('/carol\r')
    await terminal.waitForScreen((text) => text.includes('1 match “carol”') && !text.includes('bob@'))
    terminal.type('\r')
    await terminal.waitForScreen((text) => text.includes('"to": "carol@example.com"'))
    terminal.type('x')
    await terminal.waitForScreen((text) => text.includes('mails (approve, line 8) applies'))
    terminal.type('qq')
    expect(await terminal.finished).toBe(0)
    await tame.close()
  })

  test('follows the terminal’s size', async () => {
    const {tame, open} = await queue('bob@example.com', 'carol@example.com')
    const terminal = await open()
    for (const [columns, rows] of [
      [40, 15],
      [200, 50],
      [80, 24],
    ] as const) {
      terminal.resize(columns, rows)
      await terminal.waitForScreen((text) => {
        const lines = text.split('\n')
        return (
          lines.length === rows &&
          lines[0]?.length === columns &&
          lines.at(-1)?.startsWith('a approve') === true
        )
      })
    }
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    await tame.close()
  })

  test('shows at once what is asked, and what somebody else answers', async () => {
    const {tame, open} = await queue('bob@example.com')
    const terminal = await open()
    const {approvalId} = await ask(tame, {to: 'dave@example.com'})
    await terminal.waitForScreen((text) => text.includes('to="dave@example.com"'))
    await tame.approvals.answer(approvalId ?? '', {effect: 'deny', by: 'bob'})
    await terminal.waitForScreen((text) => !text.includes('dave'))
    terminal.type('q')
    expect(await terminal.finished).toBe(0)
    await tame.close()
  })

  test('with Ctrl-C sends nothing that could be taken back, and gives the terminal back', async () => {
    const {tame, open} = await queue('bob@example.com')
    const terminal = await open()
    terminal.type('a')
    await terminal.waitForScreen((text) => text.includes('✔ approving'))
    terminal.type('\u0003')
    expect(await terminal.finished).toBe(130)
    expect(terminal.output()).toContain('Not sent: 1 answer, whose time to undo was not over\r\n')
    checkGivenBack(terminal)
    expect(await outcomes(tame)).toEqual([{...outcome, to: 'bob@example.com'}])
    await tame.close()
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('gives the terminal back at %s', async (signal) => {
    const {tame, open} = await queue('bob@example.com')
    const terminal = await open()
    terminal.signal(signal)
    await terminal.finished
    checkGivenBack(terminal)
    await tame.close()
  })
})

describe('the queue that loses its terminal', () => {
  test('ends as such a program does', async () => {
    const {tame, open} = await queue('bob@example.com')
    const terminal = await open()
    expect(await terminal.hangUp()).toBe(constants.signals.SIGHUP)
    await tame.close()
  })

  test('for a while, with Ctrl-Z, is there again with fg', async () => {
    const {place, tame} = await queue('bob@example.com')
    const terminal = place.type('set -m; tame approve; echo "the shell has it"; fg', {env: {NO_COLOR: '1'}})
    await terminal.waitForScreen((text) => text.includes('● live'))
    terminal.type('\u001a')
    await terminal.waitFor('the shell has it')
    await terminal.waitForScreen((text) => text.includes('● live') && text.includes('bob@example.com'))
    terminal.type('\r')
    await terminal.waitForScreen((text) => text.includes('"to": "bob@example.com"'))
    terminal.type('qq')
    expect(await terminal.finished).toBe(0)
    checkGivenBack(terminal)
    await tame.close()
  })
})

test.each(['throw new Error("boom")', 'Promise.reject(new Error("boom"))'])(
  'the queue gives the terminal back, and says what was wrong, at %s',
  async (mistake) => {
    const {place, tame, open} = await queue('bob@example.com')
    const file = place.write('boom.cjs', `process.on('SIGUSR2', () => { ${mistake} })`)
    const terminal = await open({env: {NODE_OPTIONS: `--require ${file}`}})
    terminal.signal('SIGUSR2')
    expect(await terminal.finished).not.toBe(0)
    expect(terminal.output().split('\u001b[?1049l')[1]).toContain('boom')
    checkGivenBack(terminal)
    await tame.close()
  },
)

describe('tame approve', () => {
  const json = ({stdout}: Finished) => JSON.parse(stdout)

  test('lists what waits where there is no terminal', async () => {
    const {place, tame} = await queue('bob@example.com')
    const listed = json(await place.run(['approve', '--json']))
    expect(listed).toMatchObject([
      {status: 'pending', tool_name: 'send_email', tool_args: {to: 'bob@example.com'}, resolved_by: null},
    ])
    expect(json(await place.run(['approve', '--list', '--json']))).toEqual(listed)
    expect((await place.run(['approve'])).stdout).toContain(listed[0].approval_id)
    await tame.close()
  })

  test('says that nothing waits', async () => {
    const {place, tame} = await workplace()
    expect(await place.run(['approve'])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Nothing waits for an answer\n',
    })
    await tame.close()
  })

  test('answers one, once', async () => {
    const {place, tame} = await queue('bob@example.com')
    const [{approval_id: id}] = json(await place.run(['approve', '--json']))
    expect(await place.run(['approve', id, '--user-id', 'ada', '--reason', 'fine'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `✔ approved send_email by ada
  to="bob@example.com"
  Good for one run of this call, when the agent makes it again
`,
    })
    const second = await place.run(['approve', id, '--deny', '--user-id', 'bob', '--json'])
    expect({status: second.status, code: json(second).error.code}).toEqual({
      status: 1,
      code: 'APPROVAL_RESOLVED',
    })
    expect(json(second).error.message).toContain('ada')
    await tame.close()
  })

  test('denies one, and approves one for the session', async () => {
    const {place, tame} = await queue('bob@example.com', 'carol@example.com')
    const [bob, carol] = json(await place.run(['approve', '--json']))
    const denied = json(
      await place.run(['approve', bob.approval_id, '--deny', '--reason', 'no', '--json', '--user-id', 'ada']),
    )
    expect(denied).toMatchObject({status: 'denied', resolved_by: 'ada', comment: 'no'})
    const approved = await place.run(['approve', carol.approval_id, '--for-session', '--user-id', 'ada'])
    expect(approved.stdout).toContain('Good for this call in the rest of its session')
    await tame.close()
  })

  test('answers under the login name where no user is configured', async () => {
    const {place, tame} = await queue('bob@example.com')
    const [{approval_id: id}] = json(await place.run(['approve', '--json']))
    const {userInfo} = await import('node:os')
    expect(json(await place.run(['approve', id, '--json'])).resolved_by).toBe(userInfo().username)
    await tame.close()
  })

  test('edits one in a terminal, and asks before it answers', async () => {
    const {place, tame} = await queue('bob@example.com')
    const [{approval_id: id}] = json(await place.run(['approve', '--json']))
    const editor = place.write('editor.sh', 'sed -i s/bob/carol/ "$1"')
    const terminal = place.open(['approve', id, '--edit', '--user-id', 'ada'], {
      env: {NO_COLOR: '1', VISUAL: `sh ${editor}`},
    })
    await terminal.waitFor('Approve it so? [y/N]')
    terminal.type('y\r')
    expect(await terminal.finished).toBe(0)
    expect(terminal.output()).toContain('edited: to="carol@example.com"')
    await tame.close()
  })

  /** A payment that waits. */
  async function asked() {
    const {place, tame} = await workplace()
    const {approvalId} = await tame.enforce({tool: 'pay', args: {sum: 100}, sessionId: 'nightly'})
    return {place, tame, id: approvalId ?? ''}
  }

  /** One that ada has agreed to with another sum. */
  async function edited() {
    const {place, tame, id} = await asked()
    const {seq} = await tame.approvals.answer(id, {effect: 'approve', by: 'ada', args: {sum: 1}})
    return {place, tame, id, seq}
  }

  test('shows what others edited, and asks before it agrees to that', async () => {
    const {place, tame, id} = await edited()
    const terminal = place.open(['approve', id, '--user-id', 'bob'], {env: {NO_COLOR: '1'}})
    await terminal.waitFor('Approve it so? [y/N]')
    expect(terminal.output().split('\r\n').slice(0, 8)).toEqual([
      'ada agreed to pay with other arguments',
      '',
      'Changed',
      '  sum 100 → 1',
      '',
      'Arguments',
      '{',
      '  "sum": 1',
    ])
    terminal.type('y\r')
    expect(await terminal.finished).toBe(0)
    expect(await tame.approvals.get(id)).toMatchObject({status: 'approved', editedArgs: {sum: 1}})
    await tame.close()
  })

  test.each([
    ['what others edited', edited, [], ['ada agreed to pay with', '  other arguments']],
    ['what one edited oneself', asked, ['--edit'], ['Decided again: ⏳ ', '  approve by pays: Rule ']],
  ])('shows %s in words that fit a narrow terminal, also one with colours', async (_, begin, flags, head) => {
    const {place, tame, id} = await begin()
    const change = place.write('editor.sh', 'sed -i s/100/1/ "$1"')
    const terminal = place.open(['approve', id, '--user-id', 'bob', ...flags], {
      columns: 24,
      env: {VISUAL: `sh ${change}`},
    })
    await terminal.waitFor('Approve it so? [y/N]')
    expect(terminal.output()).not.toContain('u001b')
    expect(terminal.output()).toContain('\r\n  sum 100 → 1\r\n')
    expect(terminal.output().split('\r\n').slice(0, 2)).toEqual(head)
    terminal.type('n\r')
    expect(await terminal.finished).toBe(1)
    await tame.close()
  })

  test('agrees to what others edited only where that was seen', async () => {
    const {place, tame, id, seq} = await edited()
    const approve = (...flags: string[]) => place.run(['approve', id, '--user-id', 'bob', ...flags])
    expect(await approve()).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: ada agreed to the approval ${id} with other arguments than it was asked with: sum=1
Code: APPROVAL_EDITED
Try this: See them whole: tame approve --list --json · Agree to them: tame approve ${id} --seq ${seq} · tame approve ${id} --deny
`,
    })
    expect(json(await approve('--json')).error.code).toBe('APPROVAL_EDITED')
    expect(json(await approve('--json', '--seq', String(seq - 1))).error.code).toBe('APPROVAL_EDITED')
    expect(json(await approve('--json', '--seq', String(seq)))).toMatchObject({
      status: 'approved',
      edited_args: {sum: 1},
    })
    await tame.close()
  })

  test('tells of each as it is asked and answered', async () => {
    const {place, tame} = await queue('bob@example.com')
    const watching = place.start(['approve', '--watch', '--json'])
    await watching.waitFor('bob@example.com')
    const {approvalId} = await ask(tame, {to: 'dave@example.com'})
    await watching.waitFor('dave@example.com')
    await tame.approvals.answer(approvalId ?? '', {effect: 'deny', by: 'bob'})
    const lines = (await watching.waitFor('"denied"'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({tool_args, status}) => [tool_args.to, status])).toEqual([
      ['bob@example.com', 'pending'],
      ['dave@example.com', 'pending'],
      ['dave@example.com', 'denied'],
    ])
    watching.signal('SIGINT')
    expect((await watching.finished).status).toBe(130)
    await tame.close()
  })

  test.each([
    [['--deny'], '--deny needs the ID of the approval that it is about'],
    [['--seq', '3'], '--seq needs the ID of the approval that it is about'],
    [['--edit'], '--edit needs the ID of the approval that it is about'],
    [['--reason', 'x'], '--reason needs the ID of the approval that it is about'],
    [['ID', '--list'], '--list shows all that wait; it takes no ID'],
    [['ID', '--edit'], '--edit needs a terminal, for the editor and for the question after it'],
    [['ID', '--deny', '--for-session'], '--for-session=true cannot also be provided when using --deny'],
  ])('%j is asked wrongly', async (args, message) => {
    const {status, stderr} = await createWorkplace().run(['approve', ...args])
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })

  test('says that there is no such approval', async () => {
    const {place, tame} = await workplace()
    const {status, stderr} = await place.run(['approve', '01a1f7e2-0dd5-7091-befc-754c5aa8aafd'])
    expect({status, stderr: stderr.split('\n')[1]}).toEqual({status: 2, stderr: 'Code: APPROVAL_NOT_FOUND'})
    await tame.close()
  })
})
