import type {Choices} from '../../typing/choices.js'
import type {CheckedExpression, Reader} from '../../typing/reader.js'
import type {Key} from '../key.js'
import type {ScreenEvent, Size, Step} from '../screen.js'
import {createHistory, type History, type Search} from './history.js'
import {emptyLine, type Line} from './line.js'
import {completed, type Menu} from './menu.js'
import {changed, noPast, type Past} from './past.js'
import {pressed} from './pressed.js'

export interface PromptState {
  readonly size: Size
  readonly line: Line
  /** What it said before. */
  readonly past: Past
  readonly history: History
  readonly search: Search | null
  readonly menu: Menu | null
  readonly checked: CheckedExpression | null
  /** Who calls, and which server is asked, as the prompt says it. */
  readonly caller: string
  readonly notice: string | null
  readonly isRunning: boolean
  /** Whether it is being found out what may stand at the cursor. */
  readonly isCompleting: boolean
  /** What was typed meanwhile: it is meant for what comes after. */
  readonly typedAhead: readonly Key[]
  /** What happened while a command ran: told when it is over, so that it doesn't stand in the midst of its answer. */
  readonly untold: readonly string[]
  readonly isLeaving: boolean
}

export type PromptEvent =
  | {readonly kind: 'completed'; readonly line: Line; readonly choices: Choices}
  | {readonly kind: 'checked'; readonly checked: CheckedExpression}
  | {readonly kind: 'ran'; readonly caller: string; readonly isLeaving: boolean}
  | {readonly kind: 'news'; readonly text: string}

/** What the prompt asks of the world. */
export type PromptDeed =
  | {readonly kind: 'run'; readonly text: string}
  | {readonly kind: 'complete'; readonly line: Line}
  | {readonly kind: 'check'; readonly expression: string}
  | {readonly kind: 'print'; readonly text: string}
  | {readonly kind: 'wipe'}

export type PromptStep = Step<PromptState, PromptDeed>

export const promptAtStart = (entries: readonly string[], caller: string): PromptState => ({
  size: {columns: 80, rows: 24},
  line: emptyLine,
  past: noPast,
  history: createHistory(entries),
  search: null,
  menu: null,
  checked: null,
  caller,
  notice: null,
  isRunning: false,
  isCompleting: false,
  typedAhead: [],
  untold: [],
  isLeaving: false,
})

export const isPromptOver = ({isLeaving}: PromptState): boolean => isLeaving

/** The next state of the prompt, and what is to be done. */
export function stepPrompt(state: PromptState, event: PromptEvent | ScreenEvent, reader: Reader): PromptStep {
  switch (event.kind) {
    case 'key':
      return typed(state, event.key, reader)
    case 'ran':
      return caughtUp(ran(state, event), reader)
    case 'completed':
      return caughtUp(only(withChoices(state, event.line, event.choices)), reader)
    case 'news':
      return news(state, event.text)
    default:
      return only(told(state, event))
  }
}

function typed(state: PromptState, key: Key, reader: Reader): PromptStep {
  // What takes long to complete need not be waited for.
  const isGivenUp = state.isCompleting && key.name === 'interrupt'
  if ((state.isRunning || state.isCompleting) && !isGivenUp)
    return only({...state, typedAhead: [...state.typedAhead, key]})
  const step = pressed({...state, notice: null, isCompleting: false, typedAhead: []}, key)
  return checking(state, {...step, state: withPast(state, step.state)}, reader)
}

/** Whatever changed the line can be undone; what has begun another, or undid something, has said so itself. */
const withPast = (before: PromptState, after: PromptState): PromptState =>
  after.past === before.past ? {...after, past: changed(before.past, before.line, after.line)} : after

/** What is typed as an expression is looked at whenever it is another. */
function checking(before: PromptState, step: PromptStep, reader: Reader): PromptStep {
  const {line, checked} = step.state
  if (line.text === before.line.text || step.state.isRunning) return step
  const word = reader.expression(line.text, line.at)
  if (word === null || word.value === checked?.expression) return step
  return {...step, deeds: [...step.deeds, {kind: 'check', expression: word.value}]}
}

/** What was typed ahead is taken as if it were typed now, up to what has to be waited for next. */
function caughtUp(begun: PromptStep, reader: Reader): PromptStep {
  const keys = begun.state.typedAhead
  let step: PromptStep = {...begun, state: {...begun.state, typedAhead: []}}
  for (const key of step.state.isLeaving ? [] : keys) {
    const {state, deeds} = typed(step.state, key, reader)
    step = {state, deeds: [...step.deeds, ...deeds]}
  }
  return step
}

function ran(state: PromptState, {caller, isLeaving}: Extract<PromptEvent, {kind: 'ran'}>): PromptStep {
  return {
    state: {...state, caller, isLeaving, isRunning: false, untold: []},
    deeds: state.untold.map((text) => ({kind: 'print', text})),
  }
}

const news = (state: PromptState, text: string): PromptStep =>
  state.isRunning
    ? only({...state, untold: [...state.untold, text]})
    : {state, deeds: [{kind: 'print', text}]}

type Told = Exclude<PromptEvent | ScreenEvent, {kind: 'key' | 'ran' | 'news' | 'completed'}>

function told(state: PromptState, event: Told): PromptState {
  switch (event.kind) {
    case 'resized':
      return {...state, size: event.size}
    case 'hung up':
      return {...state, isLeaving: true}
    case 'checked':
      return {...state, checked: event.checked}
    case 'ticked':
      return state
  }
}

/** What was asked for and then given up must not change what is being typed now. */
function withChoices(state: PromptState, asked: Line, choices: Choices): PromptState {
  if (!state.isCompleting || state.line !== asked) return state
  const next = {...state, isCompleting: false}
  if (choices.choices.length === 0)
    return {...next, notice: choices.trouble ?? 'Nothing known may stand here'}
  return withPast(state, {...next, ...completed(state.line, choices)})
}

const only = (state: PromptState): PromptStep => ({state, deeds: []})
