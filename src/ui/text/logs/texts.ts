import {type LogRecord, logRecordJson} from '../../../model/log-record.js'
import type {Canvas} from '../../theme.js'
import {jsonText} from '../json.js'
import {tableLines} from '../table.js'
import {logColumns} from './columns.js'
import {csvHead, csvLine, csvLineEnd} from './csv.js'
import {logLine} from './line.js'

export type CallsFormat = 'table' | 'json' | 'jsonl' | 'csv' | 'lines'

/** Recorded calls in a format, as many texts as there are calls or a few more, each with its line end. */
export function logTexts(
  format: CallsFormat,
  records: AsyncIterable<LogRecord>,
  canvas: Canvas,
): AsyncIterable<string> {
  switch (format) {
    case 'table':
      return ended(tableLines(records, logColumns(canvas), canvas))
    case 'json':
      return jsonArray(records)
    case 'jsonl':
      return ended(each(records, (record) => jsonText(logRecordJson(record))))
    case 'csv':
      return csv(records)
    case 'lines':
      return ended(each(records, (record) => logLine(record, canvas)))
  }
}

async function* each<Item>(items: AsyncIterable<Item>, text: (item: Item) => string): AsyncGenerator<string> {
  for await (const item of items) yield text(item)
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

/** Begun with the first call: until then, an error can still be the one value that is printed. */
async function* jsonArray(records: AsyncIterable<LogRecord>): AsyncGenerator<string> {
  let before = '[\n  '
  for await (const record of records) {
    yield `${before}${jsonText(logRecordJson(record))}`
    before = ',\n  '
  }
  yield before.startsWith('[') ? '[]\n' : '\n]\n'
}

async function* csv(records: AsyncIterable<LogRecord>): AsyncGenerator<string> {
  yield `${csvHead}${csvLineEnd}`
  for await (const record of records) yield `${csvLine(record)}${csvLineEnd}`
}
