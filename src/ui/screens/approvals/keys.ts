import type {Binding} from '../binding.js'

/** What can be done at the queue. */
export type QueueCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'page down'
  | 'page up'
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
  {does: 'next', keys: ['j', 'down'], shown: 'j ↓', short: 'down', long: 'next'},
  {does: 'previous', keys: ['k', 'up'], shown: 'k ↑', short: 'up', long: 'previous'},
  {does: 'first', keys: ['g', 'home'], shown: 'g', short: 'first', long: 'the first'},
  {does: 'last', keys: ['G', 'end'], shown: 'G', short: 'last', long: 'the last'},
  {does: 'page down', keys: ['page down'], shown: 'PgDn', short: 'page', long: 'a page down'},
  {does: 'page up', keys: ['page up'], shown: 'PgUp', short: 'page', long: 'a page up'},
]

type Hint = Pick<Binding<unknown>, 'shown' | 'short'>

/** While a line is typed. */
export const typingKeys: readonly Hint[] = [
  {shown: '⏎', short: 'done'},
  {shown: 'esc', short: 'back'},
  {shown: 'Ctrl-U', short: 'clear'},
]

const back: Hint = {shown: 'esc', short: 'back'}

const boundTo = (...commands: readonly QueueCommand[]): readonly Hint[] =>
  queueKeys.filter(({does}) => commands.includes(does))

/** While a text is read. */
export function readingKeys(kind: 'keys' | 'text' | 'edited'): readonly Hint[] {
  const turning = boundTo('next', 'previous', 'first', 'last')
  if (kind === 'keys') return [back, ...turning]
  const acting = kind === 'text' ? boundTo('approve', 'deny', 'edit', 'explain') : boundTo('approve', 'edit')
  return [...acting, back, ...turning]
}
