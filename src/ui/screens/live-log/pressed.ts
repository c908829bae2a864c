import type {Effect} from '../../../model/effect.js'
import {commandOf, keyListText} from '../binding.js'
import {bodyHeight} from '../body-height.js'
import type {Key} from '../key.js'
import {typedInto} from '../line-entry.js'
import {isMove, type Move, turnedBy} from '../moves.js'
import {createPages} from '../pages.js'
import {moved, rowUnderCursor} from '../rows.js'
import {shownIn, withNewest} from './kept.js'
import {type LogCommand, logKeys} from './keys.js'
import type {LogState, LogStep, LogView} from './state.js'

/** What a key does, which depends on what is before the eyes. */
export function pressed(state: LogState, key: Key): LogStep {
  if (key.name === 'interrupt') return only({...state, leaving: 'interrupted'})
  const {view} = state
  if (view.kind === 'filter') return only(typedFilter(state, key, view.before))
  if (view.kind === 'text') return only(read(state, key, view))
  const command = commandOf(logKeys, key)
  return command === undefined ? only(state) : commanded(state, command)
}

const only = (state: LogState): LogStep => ({state, deeds: []})

const toLog = (state: LogState): LogState => ({...state, view: {kind: 'log'}})

function commanded(state: LogState, command: LogCommand): LogStep {
  if (isMove(command)) return only(cursorMoved(state, command))
  switch (command) {
    case 'pause':
      return only(state.held === null ? {...state, held: []} : runOn(state, state.held))
    case 'filter':
      return only({...state, view: {kind: 'filter', before: state.filter}})
    case 'details':
      return details(state)
    case 'follow':
      return only({...state, isFollowing: !state.isFollowing})
    case 'keys':
      return only(reading(state, null, 'Keys', keyListText(logKeys)))
    case 'quit':
      return only({...state, leaving: 'quit'})
    default:
      return only(toggled(state, command.slice('toggle '.length) as Effect))
  }
}

/** Whoever goes up wants to read there; whoever goes to the end wants to stay at it. */
function cursorMoved(state: LogState, move: Move): LogState {
  const rows = moved(state.rows, move, bodyHeight(state.size))
  return {...state, rows, isFollowing: rows.at === rows.shown.length - 1 && move !== 'previous'}
}

const runOn = (state: LogState, held: NonNullable<LogState['held']>): LogState =>
  shownIn({...state, held: null}, withNewest(state.rows.all, held))

function details(state: LogState): LogStep {
  const under = rowUnderCursor(state.rows)
  if (under === undefined) return only({...state, notice: 'There is no call to look at'})
  // Opened at once, so that a key after this one means the same however long it takes to look.
  return {state: reading(state, under.id, under.tool, 'Looking…'), deeds: [{kind: 'tell', id: under.id}]}
}

const reading = (state: LogState, id: string | null, title: string, text: string): LogState => ({
  ...state,
  view: {kind: 'text', id, title, pages: createPages(text)},
})

function toggled(state: LogState, effect: Effect): LogState {
  const hidden = new Set(state.hidden)
  if (!hidden.delete(effect)) hidden.add(effect)
  return shownIn({...state, hidden}, state.rows.all)
}

function typedFilter(state: LogState, key: Key, before: string): LogState {
  if (key.name === 'enter') return toLog(state)
  const filter = key.name === 'escape' ? before : typedInto(state.filter, key)
  return shownIn({...(key.name === 'escape' ? toLog(state) : state), filter}, state.rows.all)
}

function read(state: LogState, key: Key, view: Extract<LogView, {kind: 'text'}>): LogState {
  const command = commandOf(logKeys, key)
  if (key.name === 'escape' || command === 'details' || command === 'quit' || command === 'keys')
    return toLog(state)
  if (command === undefined || !isMove(command)) return state
  return {...state, view: {...view, pages: turnedBy(view.pages, command, state.size)}}
}
