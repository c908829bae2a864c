import {commandOf, keyListText} from '../binding.js'
import type {Key} from '../key.js'
import {typedInto} from '../line-entry.js'
import {isMove, turnedBy} from '../moves.js'
import {createPages, type Pages} from '../pages.js'
import {moved, rowUnderCursor} from '../rows.js'
import {answer, isAnswerable, marked, type Outgoing, undone, whyNot} from './answers.js'
import {filtered} from './filtered.js'
import {type QueueCommand, queueKeys} from './keys.js'
import {heightFor} from './layout.js'
import type {QueueState, QueueStep, View} from './state.js'

/** What a key does, which depends on what is before the eyes. */
export function pressed(state: QueueState, key: Key): QueueStep {
  if (key.name === 'interrupt') return only({...state, leaving: 'interrupted'})
  if (state.leaving !== 'no') return only(state)
  const {view} = state
  switch (view.kind) {
    case 'queue':
      return commanded(state, commandOf(queueKeys, key))
    case 'filter':
      return only(typedFilter(state, key, view.before))
    case 'reason':
      return only(typedReason(state, key, view))
    case 'edited':
      return reviewed(state, key, view)
    case 'keys':
    case 'text':
      return read(state, key, view)
  }
}

const only = (state: QueueState): QueueStep => ({state, deeds: []})

const toQueue = (state: QueueState): QueueState => ({...state, view: {kind: 'queue'}})

function commanded(state: QueueState, command: QueueCommand | undefined): QueueStep {
  if (command === undefined) return only(state)
  if (isMove(command)) return only({...state, rows: moved(state.rows, command, heightFor(state.size))})
  switch (command) {
    case 'mark':
      return only(marked(state, heightFor(state.size)))
    case 'filter':
      return only({...state, view: {kind: 'filter', before: state.filter}})
    case 'undo':
      return only(undone(state))
    case 'keys':
      return only({...state, view: {kind: 'keys', pages: createPages(keyListText(queueKeys))}})
    case 'quit':
      return only({...state, leaving: 'quit'})
    case 'approve':
    case 'deny':
    case 'approve for session':
      return acted(state, command, targets(state))
    default:
      return acted(state, command, underCursor(state))
  }
}

type Act = 'approve' | 'deny' | 'approve for session' | 'details' | 'explain' | 'edit'

/** All that are marked, or else the one under the cursor. */
const targets = (state: QueueState): readonly string[] =>
  state.marked.size > 0 ? [...state.marked] : underCursor(state)

function underCursor({rows}: QueueState): readonly string[] {
  const under = rowUnderCursor(rows)
  return under === undefined ? [] : [under.id]
}

/** As it was seen, where that is not the queue. */
type Seen = Pick<Outgoing, 'seen'> | undefined

function acted(state: QueueState, act: Act, ids: readonly string[], seen?: Seen): QueueStep {
  switch (act) {
    case 'approve':
      return only(answer(state, ids, {effect: 'approve', ...seen}))
    case 'approve for session':
      return only(answer(state, ids, {effect: 'approve', scope: 'session', ...seen}))
    case 'deny':
      return only(asksWhy(state, ids))
    default:
      return looked(state, act, ids)
  }
}

/** Nobody is asked for the reason of what can't be answered any more. */
function asksWhy(state: QueueState, ids: readonly string[]): QueueState {
  const isOpen = state.rows.all.some((row) => ids.includes(row.id) && isAnswerable(state, row))
  return isOpen ? {...state, view: {kind: 'reason', ids, text: ''}} : answer(state, ids, {effect: 'deny'})
}

const lookingDeeds = {details: 'tell', explain: 'explain', edit: 'edit'} as const

function looked(state: QueueState, act: keyof typeof lookingDeeds, [id]: readonly string[]): QueueStep {
  const question = state.rows.all.find((row) => row.id === id)
  if (question === undefined) return only({...state, notice: 'There is nothing to look at'})
  if (act === 'edit' && !isAnswerable(state, question))
    return only({...state, notice: whyNot(question, state)})
  return {state, deeds: [{kind: lookingDeeds[act], id: question.id, seq: question.seq}]}
}

function typedFilter(state: QueueState, key: Key, before: string): QueueState {
  if (key.name === 'enter') return toQueue(state)
  if (key.name === 'escape') return filtered({...toQueue(state), filter: before}, state.rows.all)
  return filtered({...state, filter: typedInto(state.filter, key)}, state.rows.all)
}

function typedReason(state: QueueState, key: Key, view: Extract<View, {kind: 'reason'}>): QueueState {
  if (key.name === 'escape') return toQueue(state)
  if (key.name !== 'enter') return {...state, view: {...view, text: typedInto(view.text, key)}}
  return answer(toQueue(state), view.ids, {effect: 'deny', comment: view.text.trim() || null})
}

type Reading = Extract<View, {pages: Pages}>

const acts: readonly string[] = [
  'approve',
  'deny',
  'approve for session',
  'details',
  'explain',
  'edit',
] satisfies Act[]

const isAct = (command: QueueCommand): command is Act => acts.includes(command)

/** What is read about a call can be followed by an answer to it, and to it alone. */
function read(state: QueueState, key: Key, view: Exclude<Reading, {kind: 'edited'}>): QueueStep {
  if (key.name === 'escape' || key.name === 'enter') return only(toQueue(state))
  const command = commandOf(queueKeys, key)
  if (command === 'quit' || command === 'keys') return only(toQueue(state))
  if (command === undefined) return only(state)
  if (isMove(command))
    return only({...state, view: {...view, pages: turnedBy(view.pages, command, state.size)}})
  if (view.kind !== 'text' || !isAct(command)) return only(state)
  return acted(state, command, [view.id], {seen: new Map([[view.id, view.seq]])})
}

/** An edited call is approved as it is shown, edited again, or left. */
function reviewed(state: QueueState, key: Key, view: Extract<View, {kind: 'edited'}>): QueueStep {
  const command = commandOf(queueKeys, key)
  const {edited} = view
  if (key.name === 'escape' || command === 'quit') return only(toQueue(state))
  if (command === 'edit')
    return {state: toQueue(state), deeds: [{kind: 'edit', id: edited.id, seq: edited.seq}]}
  if (command === 'approve' && edited.isApprovable)
    return only(answer(state, [edited.id], {effect: 'approve', args: edited.args}))
  if (command === 'approve') return only({...state, notice: 'The policy denies the call as it was edited'})
  if (command === undefined || !isMove(command)) return only(state)
  return only({...state, view: {...view, pages: turnedBy(view.pages, command, state.size)}})
}
