import type {Effect} from '../../../model/effect.js'
import {bodyHeight} from '../body-height.js'
import {createPages, type Pages} from '../pages.js'
import {inView, noRows, type Rows} from '../rows.js'
import type {ScreenEvent, Size, Step, Touch} from '../screen.js'
import {shownIn, withNewest} from './kept.js'
import type {LogRow} from './log-row.js'
import {pressed} from './pressed.js'

export interface LogState {
  readonly size: Size
  readonly rows: Rows<LogRow>
  readonly filter: string
  readonly hidden: ReadonlySet<Effect>
  /** Whether the cursor stays with the newest. */
  readonly isFollowing: boolean
  /** What came since the log was held still; nothing while it runs. */
  readonly held: readonly LogRow[] | null
  readonly view: LogView
  readonly notice: string | null
  readonly touch: Touch
  readonly leaving: 'no' | 'quit' | 'interrupted'
}

/** What is before the eyes, if not the log. */
export type LogView =
  | {readonly kind: 'log'}
  | {readonly kind: 'filter'; readonly before: string}
  | {readonly kind: 'text'; readonly title: string; readonly pages: Pages}

export type LogEvent =
  | {readonly kind: 'recorded'; readonly rows: readonly LogRow[]}
  | {readonly kind: 'lost'; readonly reason: string}
  | {readonly kind: 'found again'}
  | {readonly kind: 'told'; readonly title: string; readonly text: string}
  | {readonly kind: 'failed'; readonly reason: string}

/** What the screen asks of the world. */
export interface LogDeed {
  readonly kind: 'tell'
  readonly id: string
}

export type LogStep = Step<LogState, LogDeed>

export const logAtStart: LogState = {
  size: {columns: 80, rows: 24},
  rows: noRows,
  filter: '',
  hidden: new Set(),
  isFollowing: true,
  held: null,
  view: {kind: 'log'},
  notice: null,
  touch: {kind: 'starting'},
  leaving: 'no',
}

/** The next state of the log, and what is to be done. */
export function stepLog(before: LogState, event: LogEvent | ScreenEvent): LogStep {
  if (event.kind === 'ticked') return {state: before, deeds: []}
  const {state, deeds} =
    event.kind === 'key'
      ? pressed({...before, notice: null}, event.key)
      : {state: told(before, event), deeds: []}
  return {state: settled(state), deeds}
}

export const isLogOver = ({leaving}: LogState): boolean => leaving !== 'no'

type News = Exclude<LogEvent | ScreenEvent, {kind: 'key' | 'ticked'}>

function told(state: LogState, event: News): LogState {
  switch (event.kind) {
    case 'resized':
      return {...state, size: event.size}
    case 'hung up':
      return {...state, leaving: 'interrupted'}
    case 'recorded':
      return recorded(state, event.rows)
    case 'lost':
      return {...state, touch: {kind: 'lost', reason: event.reason}}
    case 'found again':
      return {...state, touch: {kind: 'live'}}
    case 'told':
      return opened(state, event.title, event.text)
    case 'failed':
      return {...state, notice: event.reason}
  }
}

function recorded(state: LogState, rows: readonly LogRow[]): LogState {
  if (state.held !== null) return {...state, held: withNewest(state.held, rows)}
  return shownIn(state, withNewest(state.rows.all, rows))
}

/** What was asked for a while ago must not take the line away that somebody is typing now. */
const opened = (state: LogState, title: string, text: string): LogState =>
  state.view.kind === 'filter' ? state : {...state, view: {kind: 'text', title, pages: createPages(text)}}

function settled(state: LogState): LogState {
  const {rows, isFollowing, size} = state
  const at = isFollowing ? Math.max(0, rows.shown.length - 1) : rows.at
  return {...state, rows: inView({...rows, at}, bodyHeight(size))}
}
