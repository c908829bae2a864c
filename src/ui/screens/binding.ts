import type {Key} from './key.js'

/** Keys, what they do, and how that is said: read by whoever presses one, and by whoever prints them. */
export interface Binding<Command> {
  readonly does: Command
  /** What they type, or their names. */
  readonly keys: readonly string[]
  readonly shown: string
  /** For the footer. */
  readonly short: string
  /** For the list of keys. */
  readonly long: string
}

export const commandOf = <Command>(bindings: readonly Binding<Command>[], key: Key): Command | undefined =>
  bindings.find(({keys}) => keys.includes(key.name === 'text' ? key.text : key.name))?.does

/** So many of them as fit one line, each whole. */
export function footerText(
  bindings: readonly Pick<Binding<unknown>, 'shown' | 'short'>[],
  columns: number,
): string {
  let text = ''
  for (const {shown, short} of bindings) {
    const longer = `${text}${text === '' ? '' : ' · '}${shown} ${short}`
    if (longer.length > columns) break
    text = longer
  }
  return text
}

/** All of them, a line each. */
export function keyListText(bindings: readonly Binding<unknown>[]): string {
  const width = Math.max(...bindings.map(({shown}) => shown.length))
  return bindings.map(({shown, long}) => `${shown.padEnd(width)}  ${long}`).join('\n')
}
