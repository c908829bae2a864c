import {effects} from '../../../model/effect.js'
import type {LogRecord} from '../../../model/log-record.js'
import type {Counts, LogSummary} from '../../../model/log-summary.js'
import type {Canvas} from '../../theme.js'
import {clippedTo} from '../clip.js'
import {counted} from '../counted.js'
import {effectText} from '../effect.js'
import {escaped} from '../escape.js'
import {timeText} from '../local-time.js'
import {tableText} from '../table.js'
import {hanging} from '../wrap.js'

/** What became of many calls, on one page. */
export function summaryText(summary: LogSummary, canvas: Canvas): string {
  const {total, from, to} = summary
  const {theme} = canvas
  if (from === null || to === null) return 'No calls'
  const head = `${theme.strong(counted(total, 'call'))} from ${timeText(from, canvas)} to ${timeText(to, canvas)}`
  const parts = [
    [hanging(head, canvas.width), ...decisionLines(summary, canvas), outcomeLine(summary)].join('\n'),
    countsText('TOOL', summary.tools, '', canvas),
    countsText('RULE', summary.rules, '(default)', canvas),
    countsText('AGENT', summary.agents, '(not said)', canvas),
    ...callsText('Slowest', summary.slowest, slowLine, canvas),
    ...callsText('Last errors', summary.errors, errorLine, canvas),
  ]
  return parts.join('\n\n')
}

function decisionLines({decisions, total}: LogSummary, {theme}: Canvas): string[] {
  return effects
    .filter((effect) => decisions[effect] > 0)
    .map((effect) => {
      const count = decisions[effect].toLocaleString('en')
      return `  ${effectText(effect, theme)}  ${count} (${percent(decisions[effect], total)})`
    })
}

/** Never 0 % of something, nor 100 % of not quite all. */
function percent(count: number, total: number): string {
  const share = Math.round((count / total) * 100)
  if (share === 0) return '<1 %'
  return share === 100 && count < total ? '>99 %' : `${share} %`
}

function outcomeLine({reported, failed, cost}: LogSummary): string {
  if (reported === 0) return '  no results reported'
  const spent = cost > 0 ? `, cost ${Number(cost.toPrecision(12))}` : ''
  return `  ${counted(reported, 'result')} reported, ${counted(failed, 'error')}${spent}`
}

const mostShown = 10

function countsText(head: string, counts: Counts, unnamed: string, canvas: Canvas): string {
  const shown = counts.slice(0, mostShown)
  const columns = [
    {head, cell: ([name]: Counts[number]) => name ?? unnamed},
    {head: 'CALLS', cell: ([, count]: Counts[number]) => count.toLocaleString('en')},
  ]
  const left = counts.length - shown.length
  const more = left > 0 ? [canvas.theme.faint(`… and ${left.toLocaleString('en')} more`)] : []
  return [tableText(shown, columns, canvas), ...more].join('\n')
}

function callsText(
  head: string,
  records: readonly LogRecord[],
  line: (record: LogRecord) => string,
  {theme, width}: Canvas,
): string[] {
  if (records.length === 0) return []
  return [[theme.faint(head), ...records.map((record) => clippedTo(`  ${line(record)}`, width))].join('\n')]
}

const slowLine = ({outcome, tool, logId}: LogRecord): string =>
  `${milliseconds(outcome?.durationMs ?? 0)}  ${escaped(tool)}  ${logId}`

const milliseconds = (ms: number): string => `${Number(ms.toPrecision(4)).toLocaleString('en')} ms`

const errorLine = ({outcome, tool, logId}: LogRecord): string =>
  `${escaped(tool)}  ${logId}  ${escaped(outcome?.error ?? outcome?.status ?? '')}`
