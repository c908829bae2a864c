import {logQueryJson} from '../../api/log-query.js'
import type {LogQuery} from '../../model/log-filter.js'
import type {LogRecord} from '../../model/log-record.js'
import type {Logs, RecordedExplanation} from '../../model/tame.js'
import type {Server} from './server.js'

export const createRemoteLogs = (server: Server): Logs => ({
  async *list(query: LogQuery = {}): AsyncGenerator<LogRecord> {
    yield* server.items('listLogs', {query: logQueryJson(query)})
  },
  get: (logId): Promise<LogRecord> => server.ask('getLog', {params: {log_id: logId}}),
  explain: (logId): Promise<RecordedExplanation> => server.ask('explainLog', {params: {log_id: logId}}),
})
