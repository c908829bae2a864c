import {withRows} from '../rows.js'
import type {LogRow} from './log-row.js'
import type {LogState} from './state.js'

/** So many are kept, the newest; `tame logs` has them all. */
const mostKept = 5000

export const withNewest = (rows: readonly LogRow[], added: readonly LogRow[]): readonly LogRow[] =>
  [...rows, ...added].slice(-mostKept)

/** The log with these rows, of which it shows those that the filter and the decisions let through. */
export function shownIn(state: LogState, all: readonly LogRow[]): LogState {
  const wanted = state.filter.toLowerCase()
  const lets = ({effect, sought}: LogRow): boolean => !state.hidden.has(effect) && sought.includes(wanted)
  const isAll = wanted === '' && state.hidden.size === 0
  return {...state, rows: withRows(state.rows, all, isAll ? undefined : lets)}
}
