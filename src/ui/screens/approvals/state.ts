import type {Arguments} from '../../../model/call.js'
import {resizedPages} from '../moves.js'
import {createPages, type Pages} from '../pages.js'
import {inView, noRows, type Rows, rowUnderCursor} from '../rows.js'
import type {ScreenEvent, Size, Step, Touch} from '../screen.js'
import {dueAnswers, type Outgoing, withdrawn} from './answers.js'
import {filtered} from './filtered.js'
import {heightFor} from './layout.js'
import {pressed} from './pressed.js'
import {type Question, statusAt} from './question.js'

export interface QueueState {
  readonly size: Size
  readonly nowMs: number
  readonly rows: Rows<Question>
  /** When the keys began to mean something else, without that one of them had been pressed. */
  readonly cameAtMs: number
  readonly filter: string
  readonly marked: ReadonlySet<string>
  /** Answers that can still be taken back. */
  readonly outgoing: readonly Outgoing[]
  /** What was answered, and is not known to be recorded yet. */
  readonly sending: ReadonlySet<string>
  readonly view: View
  readonly notice: string | null
  readonly touch: Touch
  readonly leaving: 'no' | 'quit' | 'interrupted'
  readonly tally: Tally
}

/** What is before the eyes, if not the queue. */
export type View =
  | {readonly kind: 'queue'}
  | {readonly kind: 'keys'; readonly pages: Pages}
  | {readonly kind: 'filter'; readonly before: string}
  | {readonly kind: 'reason'; readonly ids: readonly string[]; readonly text: string}
  | {
      readonly kind: 'text'
      readonly id: string
      readonly seq: number
      readonly title: string
      readonly pages: Pages
    }
  /** In the editor, and then decided again: no key means anything until that is seen. */
  | {readonly kind: 'editing'; readonly id: string; readonly tool: string}
  | {readonly kind: 'edited'; readonly edited: Edited; readonly pages: Pages}

/** A call as somebody changed it, decided again. */
interface Edited {
  readonly id: string
  readonly seq: number
  readonly tool: string
  readonly args: Arguments
  /** Whether the policy lets a person approve it. */
  readonly isApprovable: boolean
  /** The decision, and what differs. */
  readonly text: string
}

/** What came of it, for when the screen is gone. */
interface Tally {
  readonly approved: number
  readonly denied: number
  readonly refusals: readonly string[]
}

export type QueueEvent =
  /** All that wait. */
  | {readonly kind: 'listed'; readonly questions: readonly Question[]; readonly nowMs: number}
  /** What became of some. */
  | {readonly kind: 'changed'; readonly questions: readonly Question[]}
  | {readonly kind: 'lost'; readonly reason: string}
  | {readonly kind: 'found again'}
  | {readonly kind: 'answered'; readonly question: Question; readonly effect: 'approve' | 'deny'}
  /** `isKnown`: whether it is sure that the answer does not count. */
  | {readonly kind: 'refused'; readonly id: string; readonly reason: string; readonly isKnown: boolean}
  | {
      readonly kind: 'told'
      readonly id: string
      readonly seq: number
      readonly title: string
      readonly text: string
    }
  | {readonly kind: 'edited'; readonly edited: Edited}
  /** What was asked for did not come about. */
  | {readonly kind: 'failed'; readonly id: string; readonly reason: string}

/** What the screen asks of the world. */
export type QueueDeed =
  | {readonly kind: 'answer'; readonly id: string; readonly answer: Outgoing}
  | {readonly kind: 'tell' | 'explain' | 'edit'; readonly id: string; readonly seq: number}

export type QueueStep = Step<QueueState, QueueDeed>

export const queueAtStart = (nowMs: number): QueueState => ({
  size: {columns: 80, rows: 24},
  nowMs,
  rows: noRows,
  cameAtMs: Number.NEGATIVE_INFINITY,
  filter: '',
  marked: new Set(),
  outgoing: [],
  sending: new Set(),
  view: {kind: 'queue'},
  notice: null,
  touch: {kind: 'starting'},
  leaving: 'no',
  tally: {approved: 0, denied: 0, refusals: []},
})

/** The next state of the queue, and what is to be done. */
export function stepQueue(before: QueueState, event: QueueEvent | ScreenEvent, nowMs: number): QueueStep {
  const {state, deeds} = heard(before, event)
  if (state === before) return {state, deeds}
  const seen = noticed(settled(state, before, event), before, event.kind === 'key', nowMs)
  const sent = dueAnswers(seen)
  return {state: sent.state, deeds: [...deeds, ...sent.deeds]}
}

/** Whoever is about to press a key must not answer what took the place of what they look at. */
function noticed(state: QueueState, before: QueueState, isByKey: boolean, nowMs: number): QueueState {
  const [was, is] = [rowUnderCursor(before.rows), rowUnderCursor(state.rows)]
  const isSame = is === undefined || (is.id === was?.id && is.args === was.args)
  if (isByKey) return isSame ? state : {...state, cameAtMs: Number.NEGATIVE_INFINITY}
  // Without marks a key means what is under the cursor, which may be far from what was marked.
  const isUnmarked = before.marked.size > 0 && state.marked.size === 0
  // What is there when the screen opens takes nothing's place.
  const isNew = before.touch.kind !== 'starting' && !isSame
  return isNew || isUnmarked ? {...state, cameAtMs: nowMs} : state
}

/** Left with an answer under way, it waits for that. */
export const isQueueOver = ({leaving, outgoing, sending}: QueueState): boolean =>
  leaving === 'interrupted' || (leaving === 'quit' && outgoing.length === 0 && sending.size === 0)

function heard(state: QueueState, event: QueueEvent | ScreenEvent): QueueStep {
  if (event.kind === 'key') return pressed({...state, nowMs: event.nowMs, notice: null}, event.key)
  return {state: told(state, event), deeds: []}
}

type News = Exclude<QueueEvent | ScreenEvent, {kind: 'key'}>

function told(state: QueueState, event: News): QueueState {
  switch (event.kind) {
    case 'resized':
      return resized(state, event.size)
    case 'ticked':
      return ticked(state, event.nowMs)
    case 'hung up':
      return {...state, leaving: 'interrupted'}
    case 'listed':
      return listed(state, event.questions, event.nowMs)
    case 'changed':
      return withdrawn(changed(state, event.questions), event.questions)
    case 'lost':
      return {...state, touch: {kind: 'lost', reason: event.reason}}
    case 'found again':
      return {...state, touch: {kind: 'live'}}
    case 'answered':
      return answered(state, event.question, event.effect)
    case 'refused':
      return refused(state, event)
    case 'told':
      return toldOf(state, event)
    case 'edited':
      return edited(state, event.edited)
    case 'failed':
      return {...(isFor(state.view, event.id) ? toQueue(state) : state), notice: event.reason}
  }
}

function resized(state: QueueState, size: Size): QueueState {
  const {view} = state
  return {...state, size, view: 'pages' in view ? {...view, pages: resizedPages(view.pages, size)} : view}
}

/** What is seen changes once a second, and whatever changes is drawn. */
function ticked(state: QueueState, nowMs: number): QueueState {
  return isSameSecond(nowMs, state.nowMs) && state.outgoing.length === 0 ? state : {...state, nowMs}
}

const isSameSecond = (aMs: number, bMs: number): boolean => Math.floor(aMs / 1000) === Math.floor(bMs / 1000)

const toQueue = (state: QueueState): QueueState => ({...state, view: {kind: 'queue'}})

const isFor = (view: View, id: string): boolean =>
  (view.kind === 'text' || view.kind === 'editing') && view.id === id

/** Fills the page that was opened for it. Whoever has left that looks at something else, and the next key is for what they see. */
function toldOf(state: QueueState, {id, seq, title, text}: Extract<QueueEvent, {kind: 'told'}>): QueueState {
  if (state.view.kind !== 'text' || state.view.id !== id) return state
  return {...state, view: {kind: 'text', id, seq, title, pages: createPages(text)}}
}

function edited(state: QueueState, what: Edited): QueueState {
  if (state.view.kind === 'editing' && state.view.id === what.id)
    return {...state, view: {kind: 'edited', edited: what, pages: createPages(what.text)}}
  return {...state, notice: `What you made of ${what.tool} is kept: e takes it up again`}
}

/** The world as it is, at the start and after a while without touch. */
function listed(state: QueueState, questions: readonly Question[], nowMs: number): QueueState {
  const ids = new Set(questions.map(({id}) => id))
  const under = rowUnderCursor(state.rows)
  const isGone = under !== undefined && !ids.has(under.id) && under.status === 'pending'
  const next = filtered({...unmarked(state, questions), nowMs, touch: {kind: 'live'}}, questions)
  return isGone ? {...next, notice: `${under.tool} was answered meanwhile`} : next
}

function changed(state: QueueState, questions: readonly Question[]): QueueState {
  const news = new Map(questions.map((question) => [question.id, question]))
  const known = state.rows.all.map((row) => {
    const newer = news.get(row.id)
    news.delete(row.id)
    return newer !== undefined && newer.seq > row.seq ? newer : row
  })
  const added = [...news.values()].filter(({status}) => status === 'pending')
  return filtered(unmarked(state, known), [...known, ...added])
}

/** What was marked and is edited now was marked as something else, perhaps on a page that nobody sees any more. */
function unmarked(state: QueueState, questions: readonly Question[]): QueueState {
  if (state.marked.size === 0) return state
  const before = new Map(state.rows.all.map((row) => [row.id, row]))
  const edited = questions.filter(({id, isEdited}) => isEdited && before.get(id)?.isEdited === false)
  const marked = new Set(state.marked)
  for (const {id} of edited) marked.delete(id)
  return {...state, marked}
}

function answered(state: QueueState, question: Question, effect: 'approve' | 'deny'): QueueState {
  const {tally} = state
  const counted =
    effect === 'approve' ? {...tally, approved: tally.approved + 1} : {...tally, denied: tally.denied + 1}
  const next = {...state, sending: without(state.sending, question.id), tally: counted}
  if (question.status === 'pending')
    return changed({...next, notice: `Your answer counts: ${question.agreed} agreed`}, [question])
  // Whoever answered it is not surprised that it goes.
  const others = state.rows.all.filter(({id}) => id !== question.id)
  return filtered(next, others)
}

function refused(state: QueueState, event: Extract<QueueEvent, {kind: 'refused'}>): QueueState {
  const {tally, rows, sending} = state
  const tool = rows.all.find(({id}) => id === event.id)?.tool ?? 'a call'
  const what = event.isKnown
    ? `Your answer to ${tool} does not count`
    : `Whether your answer to ${tool} counts is not known`
  const said = `${what}: ${event.reason}`
  return {
    ...state,
    sending: without(sending, event.id),
    notice: said,
    tally: {...tally, refusals: [...tally.refusals, said]},
  }
}

/** Nobody looks for what is over, but a row must not be exchanged under the cursor: it stays until the cursor leaves it. */
function settled(state: QueueState, before: QueueState, event: QueueEvent | ScreenEvent): QueueState {
  const {rows, size, nowMs, sending} = state
  const under = rowUnderCursor(rows)
  const isKept = (row: Question): boolean =>
    row === under || sending.has(row.id) || statusAt(row, nowMs) === 'pending'
  const over = new Set(rowsToLookAt(state, before, event).filter((row) => !isKept(row)))
  const kept =
    over.size === 0
      ? state
      : filtered(
          state,
          rows.all.filter((row) => !over.has(row)),
        )
  const marked = kept.rows.all === before.rows.all ? kept.marked : withoutGone(kept.marked, kept.rows.all)
  return {...kept, marked, rows: inView(kept.rows, heightFor(size))}
}

/** A mark on what is not there any more would make the next key answer something else than it seems to. */
function withoutGone(marked: ReadonlySet<string>, questions: readonly Question[]): ReadonlySet<string> {
  if (marked.size === 0) return marked
  return new Set(questions.filter(({id}) => marked.has(id)).map(({id}) => id))
}

/** Of ten thousand within one second only those that have changed can be over, and the one that the cursor has left. */
function rowsToLookAt(
  {rows, nowMs, sending}: QueueState,
  before: QueueState,
  event: QueueEvent | ScreenEvent,
): readonly Question[] {
  const isAnyOver =
    event.kind === 'listed' || sending !== before.sending || !isSameSecond(nowMs, before.nowMs)
  if (isAnyOver) return rows.all
  const left = rowUnderCursor(before.rows)
  return [...(left === undefined ? [] : [left]), ...(event.kind === 'changed' ? event.questions : [])]
}

const without = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  new Set([...ids].filter((each) => each !== id))
