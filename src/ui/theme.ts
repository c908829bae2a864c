import {Chalk} from 'chalk'

/** How tame dresses what it says. Colour only repeats what the words and signs say already. */
export interface Theme {
  strong(text: string): string
  faint(text: string): string
  good(text: string): string
  bad(text: string): string
  warning(text: string): string
}

export function createTheme(color: boolean): Theme {
  const chalk = new Chalk({level: color ? 1 : 0})
  return {strong: chalk.bold, faint: chalk.dim, good: chalk.green, bad: chalk.red, warning: chalk.yellow}
}

/** What a text is drawn for: a terminal of some width, or a pipe, where nothing is cut. */
export interface Canvas {
  width: number | null
  theme: Theme
}
