import type {Theme} from '../theme.js'
import {escaped} from './escape.js'

export interface LogLine {
  readonly at: string
  readonly level: 'info' | 'warning' | 'error'
  readonly event: string
  readonly facts: Readonly<Record<string, string | number>>
}

/** A line of a server's log, as a person reads it. */
export function logLineText({at, level, event, facts}: LogLine, theme: Theme): string {
  const style = {info: (text: string) => text, warning: theme.warning, error: theme.bad}[level]
  const told = Object.entries(facts).map(
    ([name, value]) => `${theme.faint(`${name}=`)}${escaped(String(value))}`,
  )
  return [theme.faint(at.slice(11, 19)), style(event), ...told].join(' ')
}

/** The same for programs: one JSON object a line. */
export const logLineJson = ({at, level, event, facts}: LogLine): string =>
  JSON.stringify({at, level, event, ...facts})
