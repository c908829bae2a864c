import type {Key} from './key.js'

const mostCharacters = 1000

/** A line that is being typed, after a key. */
export function typedInto(line: string, {name, text}: Key): string {
  if (name === 'text' || name === 'pasted') return `${line}${onOneLine(text)}`.slice(0, mostCharacters)
  if (name === 'backspace') return [...line].slice(0, -1).join('')
  return name === 'clear' ? '' : line
}

const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
