import type {ReactNode} from 'react'
import {effects} from '../../../model/effect.js'
import {Page, type PageParts} from '../../components/page.js'
import {clippedTo} from '../../text/clip.js'
import {counted} from '../../text/counted.js'
import {escaped} from '../../text/escape.js'
import {typingLine} from '../../text/typing-line.js'
import type {Theme} from '../../theme.js'
import {footerText} from '../binding.js'
import {bodyHeight} from '../body-height.js'
import {backKey, movingKeys, typingKeys} from '../moves.js'
import {linesInView, percentSeen} from '../pages.js'
import {rowsInView, rowUnderCursor} from '../rows.js'
import {logKeys} from './keys.js'
import {logRowLine} from './row-line.js'
import type {LogState, LogView} from './state.js'

/** The log as it grows, or what is looked at of it. */
export function LogScreen({state, theme}: {state: LogState; theme: Theme}): ReactNode {
  const {size, view} = state
  const parts = view.kind === 'text' ? textParts(state, view, theme) : logParts(state, theme)
  return <Page {...parts} size={size} theme={theme} />
}

function logParts(state: LogState, theme: Theme): PageParts {
  const {rows, size, view, touch} = state
  const under = rowUnderCursor(rows)
  const body = rowsInView(rows, bodyHeight(size)).map((row) =>
    logRowLine(row, row === under, size.columns, theme),
  )
  return {
    head: theme.strong('Log'),
    about: aboutText(state),
    touch,
    body: body.length === 0 ? ['', theme.faint(`  ${nothingText(state)}`)] : body,
    status: statusText(state, theme),
    keys: footerText(view.kind === 'filter' ? typingKeys : logKeys, size.columns),
  }
}

function aboutText({rows, filter, hidden, isFollowing}: LogState): string {
  const shown = counted(rows.shown.length, 'call')
  const found = filter === '' ? '' : ` with “${filter}”`
  const left = hidden.size === 0 ? '' : ` · without ${effects.filter((each) => hidden.has(each)).join(', ')}`
  return `${shown}${found}${left}${isFollowing ? ' · following' : ''}`
}

function nothingText({touch, rows}: LogState): string {
  if (touch.kind === 'starting') return 'Looking what is recorded…'
  return rows.all.length > 0
    ? 'None of the calls is to be shown: the filter or the decisions leave them out'
    : 'No calls yet; what is recorded appears here'
}

function statusText({view, filter, held, notice, size}: LogState, theme: Theme): string {
  const {columns} = size
  if (view.kind === 'filter') return typingLine('Filter: ', filter, columns)
  if (notice !== null) return theme.warning(clippedTo(escaped(notice), columns))
  if (held === null) return ''
  return theme.warning(clippedTo(`Held still · ${counted(held.length, 'new call')} · space runs on`, columns))
}

function textParts(
  {size, touch, notice}: LogState,
  view: Extract<LogView, {kind: 'text'}>,
  theme: Theme,
): PageParts {
  const {columns} = size
  return {
    head: theme.strong(escaped(view.title)),
    about: `${percentSeen(view.pages, columns, bodyHeight(size))} %`,
    touch,
    body: linesInView(view.pages, columns, bodyHeight(size)),
    status: notice === null ? '' : theme.warning(clippedTo(escaped(notice), columns)),
    keys: footerText([backKey, ...movingKeys], columns),
  }
}
