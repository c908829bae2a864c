import {TameCommand} from '../../command.js'
import type {LogQuery} from '../../model/log-filter.js'
import {ItemCount} from '../../runtime/item-count.js'
import {logFilter} from '../../runtime/log-query.js'
import {counted} from '../../ui/text/counted.js'
import Logs from '../logs/index.js'

const {format: _format, follow: _follow, all: _all, ...selecting} = Logs.flags

export default class AuditExport extends TameCommand {
  static override summary = 'Export the ledger as lines that verify by themselves'
  static override description =
    'JSON lines: first the ledger and a signed checkpoint, then each entry with its content and the proof that it is in the ledger, last a signed count. Without flags all of it; with them the calls they mean, and their results. Verify it anywhere: tame audit verify FILE.'
  static override examples = [
    '<%= config.bin %> audit export > ledger.jsonl',
    '<%= config.bin %> audit export --session-id nightly > nightly.jsonl',
    '<%= config.bin %> audit export --since 7d --decision deny > denied.jsonl',
  ]
  static override flags = selecting

  async run(): Promise<void> {
    const {flags} = await this.parse(AuditExport)
    const {limit} = flags
    const query: LogQuery = {...logFilter(flags, Date.now()), ...(limit !== undefined && {limit})}
    const {audit} = await this.tame()
    const count = new ItemCount()
    const lines = count.of(audit.export(query))
    const texts = this.jsonEnabled() ? asArray(lines) : ended(lines)
    await this.stream(texts, () => counted(count.items, 'line'))
  }
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

/** The same as one JSON value. Nothing of it is written before there is a first line: until then, an error is one too. */
async function* asArray(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let before = '['
  for await (const line of lines) {
    yield `${before}\n${line}`
    before = ','
  }
  yield '\n]\n'
}
