import {ExitCode, TameError} from '../errors.js'
import type {SessionBody} from '../ledger/bodies/session-body.js'
import {isoTime} from '../ledger/iso-time.js'
import {checkedId} from '../model/asked-call.js'
import type {Session, SessionPage, SessionQuery} from '../model/session.js'
import type {Archived, ArchiveOptions, Sessions} from '../model/tame.js'
import type {Store} from '../store/store.js'
import type {Journal} from './journal.js'
import {SessionTally} from './session-tally.js'

const dayMs = 86_400_000

/** The sessions of a store. */
export class StoredSessions implements Sessions {
  constructor(
    private readonly store: Pick<Store, 'session' | 'sessions'>,
    private readonly journal: Journal,
  ) {}

  list(query: SessionQuery = {}): Promise<SessionPage> {
    return this.store.sessions(query)
  }

  async get(id: string): Promise<Session> {
    const session = await this.store.session(id)
    if (session === undefined) throw sessionNotFound(id)
    return session
  }

  async archive(id: string, {by, retentionDays}: ArchiveOptions): Promise<Archived> {
    // Asked first: a session that nobody knows must not begin a ledger.
    await this.get(id)
    return this.journal.write(async (draft, writer) => {
      const session = (await writer.sessions([id])).get(id)
      if (session === undefined) throw sessionNotFound(id)
      // Never sooner than was promised before.
      const retainedUntilMs = Math.max(draft.nowMs + retentionDays * dayMs, session.retainedUntilMs ?? 0)
      const body: SessionBody = {
        action: 'archive',
        session_id: id,
        by: checkedId('by', by),
        calls: session.totalCalls,
        retained_until: isoTime(retainedUntilMs),
      }
      draft.addPlain('session', {...body}, id)
      draft.touch(new SessionTally({...session, retainedUntilMs}))
      return {sessionId: id, calls: session.totalCalls, retainedUntilMs}
    })
  }
}

export const sessionNotFound = (id: string): TameError =>
  new TameError(
    'SESSION_NOT_FOUND',
    `No call of a session ${JSON.stringify(id.slice(0, 100))} was recorded`,
    {
      suggestions: ['tame logs'],
      exitCode: ExitCode.misuse,
    },
  )
