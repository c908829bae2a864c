import type {Effect} from '../../../model/effect.js'
import {bodyHeight} from '../body-height.js'
import {resizedPages} from '../moves.js'
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
  /** Of a call, where it has an id. */
  | {readonly kind: 'text'; readonly id: string | null; readonly title: string; readonly pages: Pages}

export type LogEvent =
  | {readonly kind: 'recorded'; readonly rows: readonly LogRow[]}
  | {readonly kind: 'lost'; readonly reason: string}
  | {readonly kind: 'found again'}
  | {readonly kind: 'told'; readonly id: string; readonly title: string; readonly text: string}
  /** What was asked for did not come about. */
  | {readonly kind: 'failed'; readonly id: string; readonly reason: string}

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
      return resized(state, event.size)
    case 'hung up':
      return {...state, leaving: 'interrupted'}
    case 'recorded':
      return recorded(state, event.rows)
    case 'lost':
      return {...state, touch: {kind: 'lost', reason: event.reason}}
    case 'found again':
      return {...state, touch: {kind: 'live'}}
    case 'told':
      return isOpen(state, event.id) ? opened(state, event) : state
    case 'failed':
      return {...(isOpen(state, event.id) ? toLog(state) : state), notice: event.reason}
  }
}

function resized(state: LogState, size: Size): LogState {
  const {view} = state
  return {...state, size, view: 'pages' in view ? {...view, pages: resizedPages(view.pages, size)} : view}
}

function recorded(state: LogState, rows: readonly LogRow[]): LogState {
  if (state.held !== null) return {...state, held: withNewest(state.held, rows)}
  return shownIn(state, withNewest(state.rows.all, rows))
}

/** Whoever has left a page that was looked for looks at something else, and the next key is for what they see. */
const isOpen = ({view}: LogState, id: string): boolean => view.kind === 'text' && view.id === id

const opened = (state: LogState, {id, title, text}: Extract<LogEvent, {kind: 'told'}>): LogState => ({
  ...state,
  view: {kind: 'text', id, title, pages: createPages(text)},
})

const toLog = (state: LogState): LogState => ({...state, view: {kind: 'log'}})

function settled(state: LogState): LogState {
  const {rows, isFollowing, size} = state
  const at = isFollowing ? Math.max(0, rows.shown.length - 1) : rows.at
  return {...state, rows: inView({...rows, at}, bodyHeight(size))}
}
