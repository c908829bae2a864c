import type {ReactNode} from 'react'
import type {Key} from './key.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** A place in a frame, from 0. */
export interface Cursor {
  readonly row: number
  readonly column: number
}

/** Whether what is seen is what there is. */
export type Touch =
  | {readonly kind: 'starting'}
  | {readonly kind: 'live'}
  | {readonly kind: 'lost'; readonly reason: string}

/** What happens to every screen. */
export type ScreenEvent =
  | {readonly kind: 'key'; readonly key: Key; readonly nowMs: number}
  | {readonly kind: 'resized'; readonly size: Size}
  | {readonly kind: 'ticked'; readonly nowMs: number}
  /** Nobody is at the keys any more. */
  | {readonly kind: 'hung up'}

/** What follows an event: another state, and what is to be done in the world. */
export interface Step<State, Deed> {
  readonly state: State
  readonly deeds: readonly Deed[]
}

/** What is seen, what it makes of an event, and how it looks. */
export interface Screen<State, Event, Deed> {
  readonly start: State
  readonly step: (state: State, event: Event | ScreenEvent, nowMs: number) => Step<State, Deed>
  readonly draw: (state: State) => ReactNode
  /** Where the next letter goes, on a screen that shows the terminal's own cursor. */
  readonly cursor?: (state: State) => Cursor
  /** Whether there is nothing left to do. */
  readonly isOver: (state: State) => boolean
}
