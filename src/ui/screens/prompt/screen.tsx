import {Box, Text} from 'ink'
import type {ReactNode} from 'react'
import type {Theme} from '../../theme.js'
import type {Reader} from '../../typing/reader.js'
import {frameOf} from './frame.js'
import type {PromptState} from './state.js'

interface PromptProps {
  readonly state: PromptState
  readonly reader: Reader
  readonly theme: Theme
}

/** The prompt with what is being typed, and what is to be said of that. */
export const PromptScreen = ({state, reader, theme}: PromptProps): ReactNode => (
  <Box flexDirection="column" width={state.size.columns}>
    {frameOf(state, reader, theme).lines.map((line, at) => (
      <Text key={at} wrap="truncate-end">
        {line === '' ? ' ' : line}
      </Text>
    ))}
  </Box>
)
