import {TameError} from '../../../errors.js'
import type {Tame} from '../../../model/tame.js'
import {plainTheme} from '../../plain-theme.js'
import {recordText} from '../../text/logs/record.js'
import type {Theme} from '../../theme.js'
import {type ShowOptions, show} from '../show.js'
import {type Followed, followLog} from './following.js'
import {LogScreen} from './screen.js'
import {isLogOver, type LogDeed, type LogEvent, type LogState, logAtStart, stepLog} from './state.js'

export interface LogOptions
  extends Followed,
    Pick<ShowOptions<LogState, LogEvent, LogDeed>, 'openStage' | 'now'> {
  readonly theme: Theme
}

/** The log on a terminal as it grows, until the person leaves. */
export const showLog = ({theme, now, openStage, ...followed}: LogOptions): Promise<LogState> =>
  show({
    screen: {
      start: logAtStart,
      step: stepLog,
      draw: (state) => <LogScreen state={state} theme={theme} />,
      isOver: isLogOver,
    },
    perform: ({id}, dispatch) => tell(followed.tame, id, dispatch),
    follow: (dispatch, signal) => followLog(followed, dispatch, signal),
    openStage,
    now,
  })

/** Times are shown as on a clock; nothing is coloured or broken: what is read is wrapped letter by letter, by how wide it is then. */
const canvas = {width: Number.POSITIVE_INFINITY, theme: plainTheme}

async function tell(tame: Tame, id: string, dispatch: (event: LogEvent) => void): Promise<void> {
  try {
    const [explained, proof] = await Promise.all([
      tame.logs.explain(id),
      tame.audit.proof(id).catch(asTameError),
    ])
    const text = recordText({...explained, proof}, canvas)
    dispatch({kind: 'told', id, title: explained.record.tool, text})
  } catch (error) {
    dispatch({kind: 'failed', id, reason: asTameError(error).message})
  }
}

/** A ledger that can't be signed can be read all the same: then the reason stands in the proof's place. */
function asTameError(error: unknown): TameError {
  if (error instanceof TameError) return error
  throw error
}
