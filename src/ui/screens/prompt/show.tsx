import type {Theme} from '../../theme.js'
import type {Reader} from '../../typing/reader.js'
import type {Shell} from '../../typing/shell.js'
import {type ShowOptions, type Stage, show} from '../show.js'
import {echoOf, frameOf} from './frame.js'
import {PromptScreen} from './screen.js'
import {
  isPromptOver,
  type PromptDeed,
  type PromptEvent,
  type PromptState,
  promptAtStart,
  stepPrompt,
} from './state.js'

/** A terminal that keeps what was written on it, above what is drawn. */
interface PromptStage extends Stage {
  /** Writes above what is drawn. */
  print(text: string): void
  /** Writes it in place of what is drawn. */
  settle(text: string): void
  /** Wipes away all that is seen but what is drawn. */
  wipe(): void
}

export interface PromptOptions
  extends Pick<ShowOptions<PromptState, PromptEvent, PromptDeed, PromptStage>, 'now' | 'openStage'> {
  readonly shell: Shell
  readonly reader: Reader
  readonly theme: Theme
  readonly history: readonly string[]
}

/** The prompt on a terminal, until the person leaves. */
export async function showPrompt({shell, reader, theme, history, ...options}: PromptOptions): Promise<void> {
  const first = new FirstFrame()
  await show<PromptState, PromptEvent, PromptDeed, PromptStage>({
    ...options,
    screen: {
      start: promptAtStart(history, shell.caller),
      step: (state, event) => stepPrompt(state, event, reader),
      draw: (state) => {
        first.isDrawn()
        return <PromptScreen state={state} reader={reader} theme={theme} />
      },
      cursor: (state) => frameOf(state, reader, theme).cursor,
      isOver: isPromptOver,
    },
    perform: (deed, dispatch, stage) => perform(deed, dispatch, {stage, shell, theme}),
    follow: async (dispatch, signal) => {
      await first.drawn
      await shell.follow((text) => dispatch({kind: 'news', text}), signal)
    },
    hasAlt: true,
    hasControlZ: true,
  })
}

/** Whatever takes time waits for it. */
class FirstFrame {
  isDrawn: () => void = () => {}
  readonly drawn = new Promise<void>((resolve) => {
    // By a timer, so that what is drawn is on the terminal before anything else is done.
    this.isDrawn = () => setTimeout(resolve)
  })
}

type Around = Pick<PromptOptions, 'shell' | 'theme'> & {readonly stage: PromptStage}

async function perform(
  deed: PromptDeed,
  dispatch: (event: PromptEvent) => void,
  {stage, shell, theme}: Around,
): Promise<void> {
  switch (deed.kind) {
    case 'print':
      return stage.print(deed.text)
    case 'wipe':
      return stage.wipe()
    case 'complete':
      return dispatch({
        kind: 'completed',
        line: deed.line,
        choices: await shell.complete(deed.line.text, deed.line.at),
      })
    case 'check':
      return dispatch({kind: 'checked', checked: await shell.check(deed.expression)})
    case 'run':
      return run(deed.text, dispatch, {stage, shell, theme})
  }
}

async function run(
  text: string,
  dispatch: (event: PromptEvent) => void,
  {stage, shell, theme}: Around,
): Promise<void> {
  stage.settle(echoOf(shell.caller, text, stage.size.columns, theme))
  const {isLeaving} = await stage.lend(() => shell.run(text))
  dispatch({kind: 'ran', caller: shell.caller, isLeaving})
}
