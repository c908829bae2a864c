import {Box, Text} from 'ink'
import type {ReactNode} from 'react'
import {bodyHeight} from '../screens/body-height.js'
import type {Size, Touch} from '../screens/screen.js'
import {clippedTo} from '../text/clip.js'
import {escaped} from '../text/escape.js'
import {widthOf} from '../text/padded.js'
import type {Theme} from '../theme.js'

/** What every screen is made of, line by line. None is wider than the terminal. */
export interface PageParts {
  readonly head: string
  readonly about: string
  readonly touch: Touch
  readonly body: readonly string[]
  /** What was done, and what is asked. */
  readonly status: string
  readonly keys: string
}

interface PageProps extends PageParts {
  readonly size: Size
  readonly theme: Theme
}

/** A whole terminal: head, body, a line of what goes on, and the keys. */
export function Page({size, theme, body, status, keys, ...head}: PageProps): ReactNode {
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Line>{headLine(head, size.columns, theme)}</Line>
      <Box flexDirection="column" flexGrow={1}>
        {body.slice(0, bodyHeight(size)).map((line, at) => (
          <Line key={at}>{line}</Line>
        ))}
      </Box>
      <Line>{status}</Line>
      <Line>{theme.faint(keys)}</Line>
    </Box>
  )
}

/** One line, which is there even with nothing on it. */
const Line = ({children}: {children: string}): ReactNode => (
  <Box height={1} flexShrink={0}>
    <Text wrap="truncate-end">{children === '' ? ' ' : children.trimEnd()}</Text>
  </Box>
)

/** Whether there is touch always has its place; what the head says gives way to it. */
function headLine(
  {head, about, touch}: Pick<PageParts, 'head' | 'about' | 'touch'>,
  columns: number,
  theme: Theme,
): string {
  const said = touchText(touch, columns)
  const room = Math.max(0, columns - widthOf(said) - 2)
  const title = clippedTo(`${head}  ${about}`, room)
  const gap = ' '.repeat(Math.max(1, columns - widthOf(title) - widthOf(said)))
  return `${title}${gap}${touch.kind === 'lost' ? theme.bad(said) : theme.faint(said)}`
}

function touchText(touch: Touch, columns: number): string {
  if (touch.kind === 'live') return '● live'
  if (touch.kind === 'starting') return '… looking'
  return clippedTo(`✖ out of touch, trying again: ${escaped(touch.reason)}`, Math.floor(columns * 0.7))
}
