import {inspect} from 'node:util'
import {TameError} from '../../errors.js'
import type {Theme} from '../theme.js'

/** An error as a person reads it: what went wrong and where, its code, and what to try. */
export function errorText(error: TameError, theme: Theme): string {
  const lines = [`${theme.bad('Error:')} ${error.message}`, `${theme.faint('Code:')} ${error.code}`]
  if (error.suggestions.length > 0) lines.push(`${theme.faint('Try this:')} ${error.suggestions.join(' · ')}`)
  return lines.join('\n')
}

/** A defect of tame's own, in the shape of every other error. */
export function bugError(cause: unknown, reportTo: string): TameError {
  const message = cause instanceof Error ? cause.message : inspect(cause)
  return new TameError('BUG', `tame has a defect: ${message}`, {
    cause,
    suggestions: ['Run it again with DEBUG=tame* to see where', `Report it at ${reportTo}`],
  })
}

/** The stack of an error and of everything that caused it. */
export const stackText = (error: unknown): string => inspect(error, {depth: 4})
