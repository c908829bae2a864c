import type {Session, SessionPage, SessionQuery} from '../../model/session.js'
import type {Archived, ArchiveOptions, Sessions} from '../../model/tame.js'
import type {Server} from './server.js'

const mostAtOnce = 1000

export const createRemoteSessions = (server: Server): Sessions => ({
  get: (id): Promise<Session> => server.ask('getSession', {params: {session_id: id}}),
  async list({
    agentId,
    userId,
    offset = 0,
    limit = Number.POSITIVE_INFINITY,
  }: SessionQuery = {}): Promise<SessionPage> {
    const sessions: Session[] = []
    for (;;) {
      const asked = Math.min(mostAtOnce, limit - sessions.length)
      const page = await server.ask('listSessions', {
        query: {
          agent_id: agentId,
          user_id: userId,
          offset: String(offset + sessions.length),
          limit: String(Math.max(asked, 1)),
        },
      })
      sessions.push(...page.sessions.slice(0, asked))
      if (page.sessions.length < asked || sessions.length >= limit) return {sessions, total: page.total}
    }
  },
  async archive(id: string, {by, retentionDays}: ArchiveOptions): Promise<Archived> {
    // Once: each attempt would be on record as another archiving.
    const {session_id, logs_archived, retention_until} = await server.askOnce('archiveSession', {
      params: {session_id: id},
      query: {archived_by: by, retention_days: String(retentionDays)},
    })
    return {sessionId: session_id, calls: logs_archived, retainedUntilMs: Date.parse(retention_until)}
  },
})
