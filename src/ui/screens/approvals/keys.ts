import type {Binding} from '../binding.js'
import {backKey, type Move, movingKeys} from '../moves.js'

/** What can be done at the queue. */
export type QueueCommand =
  | Move
  | 'details'
  | 'approve'
  | 'deny'
  | 'edit'
  | 'approve for session'
  | 'mark'
  | 'explain'
  | 'filter'
  | 'undo'
  | 'keys'
  | 'quit'

/** The keys of the queue, the most needed first: where there is little room the footer shows those. */
export const queueKeys: readonly Binding<QueueCommand>[] = [
  {
    does: 'approve',
    keys: ['a'],
    shown: 'a',
    short: 'approve',
    long: 'approve, all that are marked or this one',
  },
  {does: 'deny', keys: ['d'], shown: 'd', short: 'deny', long: 'deny, and say why'},
  {does: 'details', keys: ['enter'], shown: '⏎', short: 'details', long: 'see the whole call'},
  {does: 'keys', keys: ['?'], shown: '?', short: 'keys', long: 'see all keys'},
  {does: 'quit', keys: ['q'], shown: 'q', short: 'quit', long: 'quit; what waits to be sent is sent'},
  {does: 'undo', keys: ['u'], shown: 'u', short: 'undo', long: 'take the last answer back, within 3 seconds'},
  {
    does: 'edit',
    keys: ['e'],
    shown: 'e',
    short: 'edit',
    long: 'edit the arguments, and have them decided again',
  },
  {does: 'explain', keys: ['x'], shown: 'x', short: 'explain', long: 'see why the policy asks'},
  {does: 'mark', keys: [' '], shown: 'space', short: 'mark', long: 'mark, for a and d on all marked'},
  {does: 'filter', keys: ['/'], shown: '/', short: 'filter', long: 'show only what has a text in it'},
  {
    does: 'approve for session',
    keys: ['s'],
    shown: 's',
    short: 'for session',
    long: 'approve for the rest of the session',
  },
  ...movingKeys,
]

export type Hint = Pick<Binding<unknown>, 'shown' | 'short'>

const boundTo = (...commands: readonly QueueCommand[]): readonly Hint[] =>
  queueKeys.filter(({does}) => commands.includes(does))

/** While a text is read. */
export function readingKeys(kind: 'keys' | 'text' | 'edited'): readonly Hint[] {
  const turning = boundTo('next', 'previous', 'first', 'last')
  if (kind === 'keys') return [backKey, ...turning]
  const acting = kind === 'text' ? boundTo('approve', 'deny', 'edit', 'explain') : boundTo('approve', 'edit')
  return [...acting, backKey, ...turning]
}
