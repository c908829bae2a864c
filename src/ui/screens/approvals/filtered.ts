import {withRows} from '../rows.js'
import type {Question} from './question.js'
import type {QueueState} from './state.js'

/** The same queue with these questions, of which it shows those that the filter lets through. */
export function filtered(state: QueueState, all: readonly Question[]): QueueState {
  const wanted = state.filter.toLowerCase()
  const lets = ({sought}: Question): boolean => sought.includes(wanted)
  return {...state, rows: withRows(state.rows, all, wanted === '' ? undefined : lets)}
}
