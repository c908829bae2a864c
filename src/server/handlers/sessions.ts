import {sessionJson} from '../../api/session.js'
import {wireTime} from '../../api/wire-time.js'
import type {LogRecord} from '../../model/log-record.js'
import type {Session, SessionQuery} from '../../model/session.js'
import type {Archived, Tame} from '../../model/tame.js'
import {type Answer, json} from '../answer.js'
import {seesAll} from '../caller.js'
import {csvLine} from '../csv.js'
import type {Asked, Handlers} from '../desk.js'
import {unless} from '../expected.js'
import {ownSession} from '../own.js'
import {plainRow, strictRow, wantsStrictRows} from '../plain-row.js'
import {Refusal} from '../refusal.js'

export const sessions: Handlers<
  | 'listSessions'
  | 'getSession'
  | 'listSessionLogs'
  | 'exportSessions'
  | 'deleteSession'
  | 'archiveSession'
  | 'archiveSessions'
> = {
  async listSessions(asked, {tame}) {
    const {page = 1, page_size: pageSize = 50} = asked.query
    const found = await tame.sessions.list(sessionQuery(asked, (page - 1) * pageSize, pageSize))
    return json({
      sessions: found.sessions.map((session) => shownSession(session, asked.isNative)),
      total_count: found.total,
      page,
      page_size: pageSize,
    })
  },

  async getSession({param, caller, isNative}, {tame}) {
    return json(shownSession(await ownSession(tame, caller, param('session_id')), isNative))
  },

  async listSessionLogs({param, caller, userAgent}, {tame}) {
    const {id} = await ownSession(tame, caller, param('session_id'))
    return jsonArray(tame.logs.list({sessionId: id}), wantsStrictRows(userAgent) ? strictRow : plainRow)
  },

  exportSessions({query}, {tame}) {
    const {format = 'json', start_date: sinceMs, end_date: untilMs, agent_id: agentId} = query
    const records = tame.logs.list({
      ...(sinceMs !== undefined && {sinceMs}),
      ...(untilMs !== undefined && {untilMs}),
      ...(agentId !== undefined && {agentId}),
    })
    const wanted = query.include_archived === true ? records : unarchived(records, tame)
    return format === 'csv' ? csvTable(wanted) : jsonArray(wanted, plainRow)
  },

  async deleteSession({param}, {tame, now}) {
    const sessionId = param('session_id')
    const {totalCalls, retainedUntilMs} = await tame.sessions.get(sessionId)
    if (retainedUntilMs !== null && retainedUntilMs > now()) throw retained(sessionId, retainedUntilMs)
    const erased = await tame.audit
      .erase({sessionId}, 'The session was deleted over HTTP')
      .catch(unless('NOTHING_TO_ERASE'))
    return json({
      status: 'deleted',
      session_id: sessionId,
      logs_deleted: erased === undefined ? 0 : totalCalls,
    })
  },

  async archiveSession({param, query, caller}, {tame}) {
    const {archived_by: by = caller.name, retention_days: retentionDays = 2555} = query
    return json(archivedJson(await tame.sessions.archive(param('session_id'), {by, retentionDays})))
  },

  async archiveSessions({query, body, caller}, {tame}) {
    const {archived_by: by = caller.name, retention_days: retentionDays = 2555} = query
    const archived: object[] = []
    const notFound: string[] = []
    for (const id of body) {
      const done = await tame.sessions.archive(id, {by, retentionDays}).catch(unless('SESSION_NOT_FOUND'))
      if (done === undefined) notFound.push(id)
      else archived.push(archivedJson(done))
    }
    return json({status: 'archived', archived, not_found: notFound})
  },
}

function sessionQuery(
  {query, caller}: Asked<'listSessions'>,
  pageOffset: number,
  pageSize: number,
): SessionQuery {
  const {agent_id: agentId, user_id: userId, offset = pageOffset, limit = pageSize} = query
  return {
    ...(agentId !== undefined && {agentId}),
    ...(userId !== undefined && {userId}),
    ...(!seesAll(caller) && {openedBy: caller.keyId}),
    offset,
    limit,
  }
}

/** Clients of the plain wire get the keys they know. */
function shownSession(session: Session, isNative: boolean): object {
  const whole = sessionJson(session)
  if (isNative) return whole
  const {estimated_cost: _cost, opened_by: _opener, retained_until: _retained, ...plain} = whole
  return plain
}

/** Row by row: a long session must not be in memory as a whole, and a cut answer is no JSON. */
function jsonArray(records: AsyncIterable<LogRecord>, rowOf: (record: LogRecord) => object): Answer {
  return {kind: 'stream', type: 'application/json', chunks: arrayText(records, rowOf)}
}

async function* arrayText(
  records: AsyncIterable<LogRecord>,
  rowOf: (record: LogRecord) => object,
): AsyncGenerator<string> {
  let before = '['
  for await (const record of records) {
    yield before + JSON.stringify(rowOf(record))
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

const csvTable = (records: AsyncIterable<LogRecord>): Answer => ({
  kind: 'stream',
  type: 'text/csv; charset=utf-8',
  chunks: csvText(records),
  headers: {'content-disposition': 'attachment; filename="sessions.csv"'},
})

const csvKeys = [
  'id',
  'session_id',
  'timestamp',
  'tool_name',
  'tool_args',
  'tool_result',
  'policy_version',
  'policy_decision',
  'policy_rule',
  'execution_status',
  'execution_duration_ms',
  'error_message',
  'agent_id',
  'user_id',
] as const

async function* csvText(records: AsyncIterable<LogRecord>): AsyncGenerator<string> {
  yield csvLine(csvKeys)
  for await (const record of records) {
    const row = plainRow(record)
    yield csvLine(csvKeys.map((key) => row[key]))
  }
}

/** Without the calls of sessions that were put away. */
async function* unarchived(records: AsyncIterable<LogRecord>, tame: Tame): AsyncGenerator<LogRecord> {
  const known = new Map<string, boolean>()
  for await (const record of records) {
    const {sessionId} = record
    if (sessionId !== null && !known.has(sessionId))
      known.set(sessionId, (await tame.sessions.get(sessionId)).retainedUntilMs !== null)
    if (sessionId === null || known.get(sessionId) === false) yield record
  }
}

/** What must go all the same, by law say, goes with a reason on record. */
const retained = (id: string, untilMs: number): Refusal =>
  new Refusal(
    409,
    'SESSION_RETAINED',
    `The session ${JSON.stringify(id)} is archived, and kept until ${wireTime(untilMs)}`,
    {suggestions: ['tame audit erase --session-id ID --reason TEXT']},
  )

const archivedJson = ({sessionId, calls, retainedUntilMs}: Archived): object => ({
  status: 'archived',
  session_id: sessionId,
  logs_archived: calls,
  retention_until: wireTime(retainedUntilMs),
})
