import {type Effect, effects} from '../../../model/effect.js'
import type {Binding} from '../binding.js'
import {type Move, movingKeys} from '../moves.js'

/** What can be done at the log. */
export type LogCommand =
  | Move
  | 'pause'
  | 'filter'
  | 'details'
  | 'follow'
  | 'keys'
  | 'quit'
  | `toggle ${Effect}`

/** The keys of the log, the most needed first: where there is little room the footer shows those. */
export const logKeys: readonly Binding<LogCommand>[] = [
  {does: 'pause', keys: [' '], shown: 'space', short: 'pause', long: 'hold the log still, or let it run on'},
  {does: 'filter', keys: ['/'], shown: '/', short: 'filter', long: 'show only what has a text in it'},
  {does: 'keys', keys: ['?'], shown: '?', short: 'keys', long: 'see all keys'},
  {does: 'quit', keys: ['q'], shown: 'q', short: 'quit', long: 'quit'},
  {does: 'details', keys: ['enter'], shown: '⏎', short: 'details', long: 'see the whole call, and why'},
  {does: 'follow', keys: ['f'], shown: 'f', short: 'follow', long: 'go to the newest, and stay with it'},
  ...effects.map(
    (effect, at): Binding<LogCommand> => ({
      does: `toggle ${effect}`,
      keys: [String(at + 1)],
      shown: String(at + 1),
      short: effect,
      long: `show calls decided ${effect}, or leave them out`,
    }),
  ),
  ...movingKeys,
]
