import type {Tame} from '../../../model/tame.js'
import type {Theme} from '../../theme.js'
import {type ShowOptions, show} from '../show.js'
import {Desk} from './desk.js'
import {followApprovals} from './following.js'
import {QueueScreen} from './screen.js'
import {
  isQueueOver,
  type QueueDeed,
  type QueueEvent,
  type QueueState,
  queueAtStart,
  stepQueue,
} from './state.js'

export interface QueueOptions
  extends Pick<ShowOptions<QueueState, QueueEvent, QueueDeed>, 'openStage' | 'now'> {
  readonly tame: Tame
  readonly theme: Theme
  /** Who answers. */
  readonly by: string
  /** Opens a text in the person's editor. */
  readonly edit: (text: string) => Promise<string>
}

/** The queue of approvals on a terminal, until the person leaves. */
export function showQueue({tame, theme, by, edit, now, openStage}: QueueOptions): Promise<QueueState> {
  const desk = new Desk({tame, by, edit})
  return show({
    screen: {
      start: queueAtStart(now()),
      step: stepQueue,
      draw: (state) => <QueueScreen state={state} theme={theme} />,
      isOver: isQueueOver,
    },
    perform: (deed, dispatch, stage) => desk.perform(deed, dispatch, stage),
    follow: (dispatch, signal) => followApprovals(tame, now, dispatch, signal),
    openStage,
    now,
  })
}
