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
import type {Question} from './question.js'
import type {QueueDeed, QueueState, QueueStep, View} from './state.js'

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
    case 'editing':
      return only(key.name === 'escape' ? toQueue(state) : state)
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
      return only(
        isTooSoon(state) ? {...state, notice: tooSoonText(state)} : marked(state, heightFor(state.size)),
      )
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
      if (state.marked.size === 0 && isTooSoon(state)) return only({...state, notice: tooSoonText(state)})
      return acted(state, command, targets(state))
    default:
      return acted(state, command, underCursor(state))
  }
}

/** So long it takes to see that something else is before the eyes, and to keep a finger still. */
const lookMs = 1000

const isTooSoon = ({nowMs, cameAtMs}: QueueState): boolean => nowMs - cameAtMs < lookMs

const tooSoonText = ({rows}: QueueState): string =>
  `That would now be for ${rowUnderCursor(rows)?.tool ?? 'nothing'}: look at it, then press again`

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
  return {state: {...state, view: viewOn(question, act)}, deeds: [lookAt(act, question)]}
}

const lookAt = (act: keyof typeof lookingDeeds, {id, seq}: Pick<Question, 'id' | 'seq'>): QueueDeed => ({
  kind: lookingDeeds[act],
  id,
  seq,
})

/** Opened at once, so that a key after this one means the same however long it takes to look. */
function viewOn({id, seq, tool}: Question, act: keyof typeof lookingDeeds): View {
  if (act === 'edit') return {kind: 'editing', id, tool}
  return {kind: 'text', id, seq, title: tool, pages: createPages('Looking…')}
}

function typedFilter(state: QueueState, key: Key, before: string): QueueState {
  if (key.name === 'enter') return toQueue({...state, marked: marksShown(state)})
  if (key.name === 'escape') return filtered({...toQueue(state), filter: before}, state.rows.all)
  return filtered({...state, filter: typedInto(state.filter, key)}, state.rows.all)
}

/** What is not shown can't be meant by a key that answers all that are marked. */
function marksShown({marked, rows}: QueueState): ReadonlySet<string> {
  return new Set(rows.shown.filter(({id}) => marked.has(id)).map(({id}) => id))
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
  if (command === 'edit') {
    const view: View = {kind: 'editing', id: edited.id, tool: edited.tool}
    return {state: {...state, view}, deeds: [lookAt('edit', edited)]}
  }
  if (command === 'approve' && edited.isApprovable)
    return only(answer(state, [edited.id], {effect: 'approve', args: edited.args}))
  if (command === 'approve') return only({...state, notice: 'The policy denies the call as it was edited'})
  if (command === undefined || !isMove(command)) return only(state)
  return only({...state, view: {...view, pages: turnedBy(view.pages, command, state.size)}})
}
