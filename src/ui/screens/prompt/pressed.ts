import {typable} from '../../typing/typable.js'
import {splitText} from '../../typing/words.js'
import {commandOf} from '../binding.js'
import type {Key} from '../key.js'
import {
  newer,
  older,
  type Recalled,
  remembered,
  type Search,
  sought,
  soughtOn,
  startedSearch,
} from './history.js'
import {type Edit, type PromptCommand, promptKeys} from './keys.js'
import * as lines from './line.js'
import {emptyLine, erasedRight, inserted, type Line, lineOf, movedRow} from './line.js'
import {chosen} from './menu.js'
import {changed, noPast, undone} from './past.js'
import type {PromptState, PromptStep} from './state.js'

/** What a key does. */
export function pressed(state: PromptState, key: Key): PromptStep {
  if (state.search !== null) return searching(state, state.search, key)
  if (key.name === 'text' || key.name === 'pasted')
    return only(withLine(state, inserted(state.line, key.text)))
  const command = commandOf(promptKeys, key)
  return command === undefined && key.name !== 'delete'
    ? only(state)
    : commanded(state, command ?? 'leave', key)
}

const only = (state: PromptState): PromptStep => ({state, deeds: []})

const withLine = (state: PromptState, line: Line): PromptState => ({...state, line, menu: null})

function commanded(state: PromptState, command: PromptCommand, key: Key): PromptStep {
  switch (command) {
    case 'run':
      return entered(state)
    case 'new line':
      return only(withLine(state, inserted(state.line, '\n')))
    case 'complete':
      return completing(state, 1)
    case 'complete back':
      return completing(state, -1)
    case 'search':
      return only({...state, search: startedSearch, menu: null})
    case 'older':
      return only(moved(state, -1))
    case 'newer':
      return only(moved(state, 1))
    case 'clear':
      return only(cleared(state))
    case 'leave':
      return only(left(state, key))
    case 'undo':
      return only(undo(state))
    case 'wipe':
      return {state, deeds: [{kind: 'wipe'}]}
    case 'close':
      return only({...state, line: state.menu?.before ?? state.line, menu: null})
    default:
      return only(withLine(state, edits[command](state.line)))
  }
}

const edits: Readonly<Record<Edit, (line: Line) => Line>> = {
  left: lines.movedLeft,
  right: lines.movedRight,
  'word left': lines.movedWordLeft,
  'word right': lines.movedWordRight,
  home: lines.movedHome,
  end: lines.movedEnd,
  'erase left': lines.erasedLeft,
  'kill to end': lines.killedToEnd,
  'kill to start': lines.killedToStart,
  'kill word left': lines.killedWordLeft,
  'kill name left': lines.killedNameLeft,
  'kill word right': lines.killedWordRight,
  yank: lines.yanked,
  transpose: lines.transposed,
}

/** Runs what is typed, unless something in it is still open. */
function entered(state: PromptState): PromptStep {
  const {text} = state.line
  if (splitText(text).open !== null) return only(withLine(state, inserted(state.line, '\n')))
  return running(state, text)
}

function running(state: PromptState, text: string): PromptStep {
  const line = lineOf('', state.line)
  const next = {...state, line, past: noPast, menu: null, search: null, checked: null}
  return {
    state: {...next, history: remembered(state.history, text), isRunning: true},
    deeds: [{kind: 'run', text}],
  }
}

function completing(state: PromptState, by: 1 | -1): PromptStep {
  if (state.menu !== null) return only({...state, ...chosen(state.menu, by)})
  return {state: {...state, isCompleting: true}, deeds: [{kind: 'complete', line: state.line}]}
}

function moved(state: PromptState, by: 1 | -1): PromptState {
  const line = movedRow(state.line, by)
  if (line !== undefined) return withLine(state, line)
  return recalled(state, by === -1 ? older(state.history, state.line.text) : newer(state.history))
}

const recalled = (state: PromptState, found: Recalled | undefined): PromptState =>
  found === undefined ? state : {...withLine(state, lineOf(found.text, state.line)), history: found.history}

function cleared(state: PromptState): PromptState {
  const notice = state.line.text === '' ? 'Ctrl-D leaves' : null
  const history = {...state.history, at: null, draft: ''}
  return {...withLine(state, {...emptyLine, killed: state.line.killed}), history, notice}
}

function undo(state: PromptState): PromptState {
  const before = undone(state.past, state.line)
  if (before === undefined) return {...state, menu: null, notice: 'There is nothing to undo'}
  return {...withLine(state, before.line), past: before.past}
}

function left(state: PromptState, {name}: Key): PromptState {
  if (state.line.text === '' && name !== 'delete') return {...state, isLeaving: true}
  return withLine(state, erasedRight(state.line))
}

/** While the history is searched, keys are for what is sought; any other takes what was found. */
function searching(state: PromptState, search: Search, key: Key): PromptStep {
  const next = soughtBy(state, search, key)
  if (next !== undefined) return only({...state, search: next})
  if (key.name === 'interrupt' || key.name === 'control g') return only({...state, search: null})
  const found = takenOver(state, search)
  return key.name === 'escape' ? only(found) : pressed(found, key)
}

function soughtBy({history}: PromptState, search: Search, key: Key): Search | undefined {
  const {query} = search
  if (key.name === 'text' || key.name === 'pasted') return sought(history, search, query + typable(key.text))
  if (key.name === 'backspace') return sought(history, startedSearch, [...query].slice(0, -1).join(''))
  if (key.name === 'control r') return soughtOn(history, search, -1)
  return key.name === 'control s' ? soughtOn(history, search, 1) : undefined
}

function takenOver(state: PromptState, {at}: Search): PromptState {
  const text = at === null ? undefined : state.history.entries[at]
  const line = text === undefined ? state.line : lineOf(text, state.line)
  const past = changed(state.past, state.line, line)
  return {...withLine(state, line), past, history: {...state.history, at}, search: null}
}
