import {type LogQuery, mentions} from '../model/log-filter.js'
import type {LogRecord} from '../model/log-record.js'
import type {Logs, RecordedExplanation} from '../model/tame.js'
import type {CallQuery, Store, StoredCall} from '../store/store.js'
import {logRecord} from './log-record.js'
import type {PolicyArchive} from './policy-archive.js'
import {explainRecord} from './recorded-explanation.js'
import {logNotFound} from './result-recorder.js'

/** The recorded calls of a store. */
export class StoredLogs implements Logs {
  constructor(
    private readonly store: Pick<Store, 'calls' | 'call'>,
    private readonly archive: PolicyArchive,
  ) {}

  async *list({limit, grep, ...filter}: LogQuery = {}): AsyncGenerator<LogRecord> {
    if (limit === undefined) yield* this.matching({...filter, order: 'oldest first'}, grep)
    else yield* await this.newest({...filter, order: 'newest first'}, grep, limit)
  }

  private async newest(query: CallQuery, grep: string | undefined, limit: number): Promise<LogRecord[]> {
    const found: LogRecord[] = []
    if (limit <= 0) return found
    for await (const record of this.matching(query, grep)) if (found.push(record) >= limit) break
    return found.reverse()
  }

  private async *matching(query: CallQuery, grep: string | undefined): AsyncGenerator<LogRecord> {
    for await (const call of this.store.calls(query)) {
      const record = logRecord(call)
      if (grep === undefined || mentions(record, grep)) yield record
    }
  }

  async get(logId: string): Promise<LogRecord> {
    return logRecord(await this.stored(logId))
  }

  async explain(logId: string): Promise<RecordedExplanation> {
    return explainRecord(await this.stored(logId), this.archive)
  }

  private async stored(logId: string): Promise<StoredCall> {
    const call = await this.store.call(logId)
    if (call === undefined) throw logNotFound(logId)
    return call
  }
}
