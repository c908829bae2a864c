import type {ReactNode} from 'react'
import {Page, type PageParts} from '../../components/page.js'
import {counted} from '../../text/counted.js'
import {escaped} from '../../text/escape.js'
import type {Theme} from '../../theme.js'
import {footerText} from '../binding.js'
import {bodyHeight} from '../body-height.js'
import {backKey, typingKeys} from '../moves.js'
import {linesInView, percentSeen} from '../pages.js'
import {rowsInView} from '../rows.js'
import {waitingCount} from './answers.js'
import {type Hint, queueKeys, readingKeys} from './keys.js'
import {heightFor} from './layout.js'
import {questionLines} from './question-lines.js'
import type {QueueState, View} from './state.js'
import {statusLine} from './status-line.js'

/** The approvals that wait, or what is looked at of one. */
export function QueueScreen({state, theme}: {state: QueueState; theme: Theme}): ReactNode {
  const {size, view} = state
  const parts = 'pages' in view ? pagesParts(state, view, theme) : queueParts(state, theme)
  return <Page {...parts} size={size} theme={theme} />
}

function queueParts(state: QueueState, theme: Theme): PageParts {
  const {rows, size, view} = state
  const questions = rowsInView(rows, heightFor(size))
  return {
    head: theme.strong('Approvals'),
    about: headText(state),
    touch: state.touch,
    body:
      questions.length === 0
        ? ['', theme.faint(`  ${nothingText(state)}`)]
        : questions.flatMap((row) => questionLines(row, state, theme)),
    status: statusLine(state, theme),
    keys: footerText(keysFor(view), size.columns),
  }
}

function keysFor({kind}: View): readonly Hint[] {
  if (kind === 'queue') return queueKeys
  return kind === 'editing' ? [backKey] : typingKeys
}

function headText(state: QueueState): string {
  const {rows, marked, filter} = state
  const waiting = `${waitingCount(state).toLocaleString('en')} waiting`
  const chosen = marked.size > 0 ? ` · ${marked.size} marked` : ''
  const found = filter === '' ? '' : ` · ${counted(rows.shown.length, 'match', 'matches')} “${filter}”`
  return `${waiting}${chosen}${found}`
}

function nothingText({touch, filter}: QueueState): string {
  if (touch.kind === 'starting') return 'Looking what waits…'
  if (filter !== '') return 'Nothing that waits has that in it'
  return 'Nothing waits for an answer; what is asked appears here'
}

function pagesParts(state: QueueState, view: Extract<View, {pages: unknown}>, theme: Theme): PageParts {
  const {columns} = state.size
  const height = bodyHeight(state.size)
  return {
    head: theme.strong(titleOf(view)),
    about: `${percentSeen(view.pages, columns, height)} %`,
    touch: state.touch,
    body: linesInView(view.pages, columns, height),
    status: statusLine(state, theme),
    keys: footerText(readingKeys(view.kind), columns),
  }
}

function titleOf(view: Extract<View, {pages: unknown}>): string {
  if (view.kind === 'keys') return 'Keys'
  return escaped(view.kind === 'text' ? view.title : `Edited: ${view.edited.tool}`)
}
