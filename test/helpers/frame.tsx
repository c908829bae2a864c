import {renderToString} from 'ink'
import type {ReactNode} from 'react'
import {plainTheme} from '../../src/ui/plain-theme.js'
import {QueueScreen} from '../../src/ui/screens/approvals/screen.js'
import type {QueueState} from '../../src/ui/screens/approvals/state.js'
import {LogScreen} from '../../src/ui/screens/live-log/screen.js'
import type {LogState} from '../../src/ui/screens/live-log/state.js'
import {PromptScreen} from '../../src/ui/screens/prompt/screen.js'
import type {PromptState} from '../../src/ui/screens/prompt/state.js'
import type {Reader} from '../../src/ui/typing/reader.js'

const frame = (node: ReactNode, columns: number): string => `\n${renderToString(node, {columns})}\n`

/** A whole terminal, as it shows the queue. */
export const queueFrame = (state: QueueState): string =>
  frame(<QueueScreen state={state} theme={plainTheme} />, state.size.columns)

/** A whole terminal, as it shows the log. */
export const logFrame = (state: LogState): string =>
  frame(<LogScreen state={state} theme={plainTheme} />, state.size.columns)

/** The prompt, as it stands below what was written before. */
export const promptFrame = (state: PromptState, reader: Reader): string =>
  frame(<PromptScreen state={state} reader={reader} theme={plainTheme} />, state.size.columns)
