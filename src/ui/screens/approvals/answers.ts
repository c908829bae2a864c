import type {ApprovalScope} from '../../../model/approval.js'
import type {Arguments} from '../../../model/call.js'
import {counted} from '../../text/counted.js'
import {moved, rowUnderCursor} from '../rows.js'
import {type Question, statusAt} from './question.js'
import type {QueueDeed, QueueState, QueueStep} from './state.js'

/** What a person has answered, and can still take back. */
export interface Outgoing {
  readonly ids: readonly string[]
  /** By id, the seq under which it was before the eyes: nobody agrees to what was edited after that. */
  readonly seen: ReadonlyMap<string, number>
  readonly effect: 'approve' | 'deny'
  readonly comment: string | null
  /** What is to be run in place of what was asked. */
  readonly args: Arguments | null
  readonly scope: ApprovalScope
  readonly sendAtMs: number
}

const undoMs = 3000
/** An answer that arrives after the question's time is none. */
const spareMs = 1000

type Said = Pick<Outgoing, 'effect'> & Partial<Pick<Outgoing, 'seen' | 'comment' | 'args' | 'scope'>>

/** Answers these questions, in three seconds. */
export function answer(state: QueueState, ids: readonly string[], said: Said): QueueState {
  const asked = state.rows.all.filter(({id}) => ids.includes(id))
  const answerable = asked.filter((question) => isAnswerable(state, question))
  if (answerable.length === 0) return {...state, notice: whyNot(asked[0], state)}
  const outgoing: Outgoing = {
    comment: null,
    args: null,
    scope: 'once',
    seen: new Map(answerable.map(({id, seq}) => [id, seq])),
    ...said,
    ids: answerable.map(({id}) => id),
    sendAtMs: Math.min(state.nowMs + undoMs, ...answerable.map(({expiresAtMs}) => expiresAtMs - spareMs)),
  }
  return pastAnswered({
    ...state,
    view: {kind: 'queue'},
    marked: new Set(),
    outgoing: [...state.outgoing, outgoing],
  })
}

export const isAnswerable = (state: QueueState, question: Question): boolean =>
  statusAt(question, state.nowMs) === 'pending' &&
  !state.sending.has(question.id) &&
  !state.outgoing.some(({ids}) => ids.includes(question.id))

/** How many questions nobody has answered yet. Reckoned, since ten thousand would have to be looked at for each frame. */
export function waitingCount(state: QueueState): number {
  const {rows, outgoing, sending, nowMs} = state
  const answered = outgoing.reduce((sum, {ids}) => sum + ids.length, sending.size)
  const under = rowUnderCursor(rows)
  const isOver = under !== undefined && !sending.has(under.id) && statusAt(under, nowMs) !== 'pending'
  return Math.max(0, rows.all.length - answered - (isOver ? 1 : 0))
}

/** To the next question that waits, so that one key after the other answers one after the other. */
function pastAnswered(state: QueueState): QueueState {
  const {shown, at} = state.rows
  const under = rowUnderCursor(state.rows)
  if (under === undefined || isAnswerable(state, under)) return state
  const next = shown.findIndex((row, index) => index > at && isAnswerable(state, row))
  return next === -1 ? state : {...state, rows: {...state.rows, at: next}}
}

/** Why a question can't be answered now. */
export function whyNot(question: Question | undefined, state: QueueState): string {
  if (question === undefined) return 'There is nothing to answer'
  const status = statusAt(question, state.nowMs)
  if (status === 'pending') return `${question.tool} is answered already; u takes that back while it can be`
  return `${question.tool} is ${status}${question.resolvedBy === '' ? '' : ` by ${question.resolvedBy}`} already`
}

/** Takes the last answer back, and goes to its question. */
export function undone(state: QueueState): QueueState {
  const last = state.outgoing.at(-1)
  if (last === undefined) return {...state, notice: 'There is nothing to undo: what was sent stays'}
  const at = state.rows.shown.findIndex(({id}) => last.ids.includes(id))
  return {
    ...state,
    outgoing: state.outgoing.slice(0, -1),
    rows: at === -1 ? state.rows : {...state.rows, at},
    notice: `Taken back: ${last.effect} ${counted(last.ids.length, 'call')}`,
  }
}

/** Sends what nobody took back in time; everything, when the person leaves. */
export function dueAnswers(state: QueueState): QueueStep {
  const isDue = ({sendAtMs}: Outgoing): boolean => sendAtMs <= state.nowMs || state.leaving === 'quit'
  const due = state.leaving === 'interrupted' ? [] : state.outgoing.filter(isDue)
  if (due.length === 0) return {state, deeds: []}
  const deeds = due.flatMap((each) => each.ids.map((id): QueueDeed => ({kind: 'answer', id, answer: each})))
  return {
    state: {
      ...state,
      outgoing: state.outgoing.filter((each) => !isDue(each)),
      sending: new Set([...state.sending, ...deeds.map(({id}) => id)]),
    },
    deeds,
  }
}

/** Somebody else was first: then there is nothing to send any more. */
export function withdrawn(state: QueueState, questions: readonly Question[]): QueueState {
  const over = questions.filter(
    ({id, status}) => status !== 'pending' && state.outgoing.some(({ids}) => ids.includes(id)),
  )
  const [first] = over
  if (first === undefined) return state
  const isOver = new Set(over.map(({id}) => id))
  const outgoing = state.outgoing
    .map((each) => ({...each, ids: each.ids.filter((id) => !isOver.has(id))}))
    .filter(({ids}) => ids.length > 0)
  return {...state, outgoing, notice: `${whyNot(first, state)}: your answer was not sent`}
}

/** Marks the question under the cursor, or takes its mark away, and goes on. */
export function marked(state: QueueState, height: number): QueueState {
  const under = rowUnderCursor(state.rows)
  if (under === undefined) return state
  const ids = new Set(state.marked)
  if (!ids.delete(under.id)) ids.add(under.id)
  return {...state, marked: ids, rows: moved(state.rows, 'next', height)}
}
