import {renderToString} from 'ink'
import type {ReactNode} from 'react'
import {plainTheme} from '../../src/ui/plain-theme.js'
import {QueueScreen} from '../../src/ui/screens/approvals/screen.js'
import type {QueueState} from '../../src/ui/screens/approvals/state.js'
import {LogScreen} from '../../src/ui/screens/live-log/screen.js'
import type {LogState} from '../../src/ui/screens/live-log/state.js'

const frame = (node: ReactNode, columns: number): string => `\n${renderToString(node, {columns})}\n`

/** A whole terminal, as it shows the queue. */
export const queueFrame = (state: QueueState): string =>
  frame(<QueueScreen state={state} theme={plainTheme} />, state.size.columns)

/** A whole terminal, as it shows the log. */
export const logFrame = (state: LogState): string =>
  frame(<LogScreen state={state} theme={plainTheme} />, state.size.columns)
