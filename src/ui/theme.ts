import {Chalk} from 'chalk'
import {plainTheme, type Theme} from './plain-theme.js'

export type {Theme}

export function createTheme(color: boolean): Theme {
  if (!color) return plainTheme
  const chalk = new Chalk({level: 1})
  return {strong: chalk.bold, faint: chalk.dim, good: chalk.green, bad: chalk.red, warning: chalk.yellow}
}

/** What a text is drawn for: a terminal of some width, or a pipe, where nothing is cut. */
export interface Canvas {
  width: number | null
  theme: Theme
}
