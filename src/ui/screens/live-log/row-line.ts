import {effectColor, effectWords} from '../../text/effect.js'
import {clockText} from '../../text/local-time.js'
import {padded} from '../../text/padded.js'
import type {Theme} from '../../theme.js'
import type {LogRow} from './log-row.js'

const [timeWidth, effectWidth] = [8, 10]

interface Column {
  readonly text: string
  readonly width: number
  readonly paint?: (text: string) => string
}

/** A recorded call on one line; the wider the terminal, the more of it. */
export function logRowLine(row: LogRow, isUnderCursor: boolean, columns: number, theme: Theme): string {
  const lead = [
    {text: isUnderCursor ? '❯' : ' ', width: 1},
    {text: clockText(new Date(row.atMs)), width: timeWidth, paint: theme.faint},
    {text: effectWords[row.effect], width: effectWidth, paint: effectColor(row.effect, theme)},
  ]
  const all = [...lead, ...bodyColumns(row, columns - total(lead), theme)]
  return all.map(({text, width, paint = (same) => same}) => paint(padded(text, width))).join(' ')
}

/** Each column has a space before it. */
const total = (columns: readonly Column[]): number => columns.reduce((sum, {width}) => sum + width + 1, -1)

function bodyColumns(row: LogRow, room: number, theme: Theme): Column[] {
  if (room < 50) return [{text: `${row.tool} ${row.args}`, width: room - 1}]
  const fixed: Column[] = [
    {text: row.rule, width: 16, paint: theme.faint},
    ...(room >= 90 ? [{text: row.agent, width: 16}] : []),
    ...(room >= 110 ? [{text: row.session, width: 16}] : []),
    ...(room >= 150 ? [{text: row.reason, width: 44, paint: theme.faint}] : []),
  ]
  const tool = {text: row.tool, width: 18, paint: theme.strong}
  return [tool, {text: row.args, width: room - 2 - total([tool, ...fixed])}, ...fixed]
}
