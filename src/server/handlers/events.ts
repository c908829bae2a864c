import type {EventQuery} from '../../model/ledger-event.js'
import type {Answer} from '../answer.js'
import {type Caller, seesAll} from '../caller.js'
import type {Asked, Desk, Handlers} from '../desk.js'
import {EventStream} from '../follow/event-stream.js'
import {ownSession} from '../own.js'
import {forbidden, malformed} from '../refusal.js'

export const events: Handlers<'events'> = {
  async events(asked, desk): Promise<Answer> {
    await refuseForeign(asked, desk)
    const query = {...asked.query, ...cursorOf(asked.lastEventId)}
    return {kind: 'follow', follow: (response) => follow({query, caller: asked.caller}, response, desk)}
  },
}

async function follow(
  {query, caller}: {readonly query: EventQuery; readonly caller: Caller},
  response: ConstructorParameters<typeof EventStream>[0],
  {followers}: Desk,
): Promise<void> {
  const after = query.after ?? (await followers.now())
  followers.refuseFull(caller)
  const gone = (): void => followers.remove(stream)
  const stream: EventStream = new EventStream(response, {...query, after}, caller, gone)
  stream.open(after)
  await followers.add(stream)
}

/** An agent follows its own sessions, one at a time. */
async function refuseForeign({caller, query}: Asked<'events'>, {tame}: Desk): Promise<void> {
  if (seesAll(caller)) return
  if (query.sessionId === undefined)
    throw forbidden('A key of role agent follows one session', ['Name it: ?session_id=ID'])
  await ownSession(tame, caller, query.sessionId)
}

/** A browser that comes back asks for the same URL as before: where it got to, the header says. */
function cursorOf(lastEventId: string | undefined): {after?: number} {
  if (lastEventId === undefined || lastEventId === '') return {}
  if (/^\d{1,15}$/.test(lastEventId)) return {after: Number(lastEventId)}
  throw malformed([
    {type: 'int_parsing', loc: ['header', 'last-event-id'], msg: 'Input should be a valid integer'},
  ])
}
