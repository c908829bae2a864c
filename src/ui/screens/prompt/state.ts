import type {Key} from '../key.js'
import type {ScreenEvent, Size, Step} from '../screen.js'
import {createHistory, type History, type Search} from './history.js'
import {emptyLine, type Line} from './line.js'
import {type Choices, completed, type Menu} from './menu.js'
import {pressed} from './pressed.js'
import type {CheckedExpression, Reader} from './reader.js'

export interface PromptState {
  readonly size: Size
  readonly line: Line
  readonly history: History
  readonly search: Search | null
  readonly menu: Menu | null
  readonly checked: CheckedExpression | null
  /** Who calls, as the prompt says it. */
  readonly caller: string
  readonly notice: string | null
  readonly isRunning: boolean
  /** What was typed while a command ran. */
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

export type PromptStep = Step<PromptState, PromptDeed>

export const promptAtStart = (entries: readonly string[], caller: string): PromptState => ({
  size: {columns: 80, rows: 24},
  line: emptyLine,
  history: createHistory(entries),
  search: null,
  menu: null,
  checked: null,
  caller,
  notice: null,
  isRunning: false,
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
      return ran(state, event, reader)
    case 'news':
      return news(state, event.text)
    default:
      return {state: told(state, event), deeds: []}
  }
}

function typed(state: PromptState, key: Key, reader: Reader): PromptStep {
  if (state.isRunning) return only({...state, typedAhead: [...state.typedAhead, key]})
  const step = pressed({...state, notice: null}, key)
  return checking(state, step, reader)
}

/** What is typed as an expression is looked at whenever it is another. */
function checking(before: PromptState, step: PromptStep, reader: Reader): PromptStep {
  const {line, checked} = step.state
  if (line.text === before.line.text || step.state.isRunning) return step
  const word = reader.expression(line.text, line.at)
  if (word === null || word.value === checked?.expression) return step
  return {...step, deeds: [...step.deeds, {kind: 'check', expression: word.value}]}
}

/** The command is over: what was typed meanwhile is taken as if it were typed now, up to the next command. */
function ran(
  state: PromptState,
  {caller, isLeaving}: Extract<PromptEvent, {kind: 'ran'}>,
  reader: Reader,
): PromptStep {
  const {typedAhead, untold} = state
  let step: PromptStep = {
    state: {...state, caller, isLeaving, isRunning: false, typedAhead: [], untold: []},
    deeds: untold.map((text) => ({kind: 'print', text})),
  }
  for (const key of isLeaving ? [] : typedAhead) {
    const {state: next, deeds} = typed(step.state, key, reader)
    step = {state: next, deeds: [...step.deeds, ...deeds]}
  }
  return step
}

const news = (state: PromptState, text: string): PromptStep =>
  state.isRunning
    ? only({...state, untold: [...state.untold, text]})
    : {state, deeds: [{kind: 'print', text}]}

type Told = Exclude<PromptEvent | ScreenEvent, {kind: 'key' | 'ran' | 'news'}>

function told(state: PromptState, event: Told): PromptState {
  switch (event.kind) {
    case 'resized':
      return {...state, size: event.size}
    case 'hung up':
      return {...state, isLeaving: true}
    case 'checked':
      return {...state, checked: event.checked}
    case 'completed':
      return withChoices(state, event.line, event.choices)
    case 'ticked':
      return state
  }
}

/** What was asked for a while ago must not change what is being typed now. */
function withChoices(state: PromptState, asked: Line, choices: Choices): PromptState {
  const {line} = state
  if (state.isRunning || line.text !== asked.text || line.at !== asked.at) return state
  if (choices.choices.length === 0) return {...state, notice: 'Nothing known may stand here'}
  return {...state, ...completed(line, choices)}
}

const only = (state: PromptState): PromptStep => ({state, deeds: []})
