import {errorFromJson} from '../../api/error.js'
import {eventQueryJson} from '../../api/event-query.js'
import {ledgerEvent} from '../../api/ledger-event.js'
import {operations} from '../../api/operations.js'
import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import {ConnectionError, RateLimitError} from '../failures.js'
import {readAnswer, readJson, textLines} from './answer.js'
import {pauseBefore} from './retry.js'
import type {Server} from './server.js'
import {serverEvents} from './server-events.js'
import {notTame} from './trouble.js'

/** A server that says nothing for so long, not even that it is there, is not there any more. */
const silenceMs = 60_000

/** How far a follower has come. */
interface Progress {
  after: number
  /** How often each connection is tried again; as often as any question when it is not said. */
  readonly retries: number | undefined
  /** Whether the server has ever let it follow. */
  hasJoined: boolean
}

/**
 * What is recorded after an entry. When the connection breaks it is made again, from the last event on and for as long as it
 * takes: nothing is missed, and nothing comes twice.
 */
export async function* followEvents(
  server: Server,
  query: EventQuery,
  after: Promise<number>,
  retries?: number,
): AsyncGenerator<LedgerEvent> {
  const {signal} = query
  const isOver = (): boolean => signal?.aborted === true || server.isClosed
  const progress = {after: await after.catch(unless(isOver)), retries, hasJoined: false}
  for (let failures = 0; !isOver(); failures++) {
    const before = progress.after
    try {
      yield* connected(server, query, progress)
    } catch (error) {
      if (isOver()) return
      if (!progress.hasJoined || !mayPass(error)) throw error
      query.onTouch?.(error)
    }
    if (progress.after !== before) failures = 0
    await server.timing.pause(pauseBefore(failures, 0, server.timing), signal)
  }
}

async function* connected(
  server: Server,
  {signal, onTouch, ...query}: EventQuery,
  progress: Progress,
): AsyncGenerator<LedgerEvent> {
  const asked = {query: eventQueryJson({...query, after: progress.after})}
  const {retries} = progress
  const chunks = await server.follow(operations.events, asked, {signal, bodyTimeoutMs: silenceMs, retries})
  progress.hasJoined = true
  onTouch?.(null)
  for await (const {name, data} of serverEvents(textLines(chunks, server.shown))) {
    if (name === 'error')
      throw errorFromJson(readJson(data, server.shown)) ?? notTame(server.shown, 'it tells of no error')
    if (name !== 'open') yield* next(readAnswer(data, ledgerEvent, server.shown) as LedgerEvent, progress)
  }
}

function* next(event: LedgerEvent, progress: Progress): Generator<LedgerEvent> {
  if (event.seq <= progress.after) return
  progress.after = event.seq
  yield event
}

/** Whether it is the connection that failed, and not the server that refused. */
const mayPass = (error: unknown): error is ConnectionError | RateLimitError =>
  error instanceof RateLimitError || (error instanceof ConnectionError && error.code !== 'ANSWER_INVALID')

/** Of what is over, no error is told. */
const unless =
  (isOver: () => boolean) =>
  (error: unknown): number => {
    if (isOver()) return 0
    throw error
  }
