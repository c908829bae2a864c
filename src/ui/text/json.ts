import {isSeen, unseen} from './unseen.js'

/**
 * As JSON with nothing in it that a terminal obeys and nothing that is not seen: what JSON itself lets stand is spelled out, and
 * says the same.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? 'null'
  if (plain.test(text)) return text
  return text.replaceAll(unseen(), (character, at: number) =>
    character === '\n' || isSeen(character, text, at) ? character : spelled(character),
  )
}

const plain = /^[\n -~]*$/

/** In halves where it needs them, since JSON knows no others. Line ends here are those of the indents. */
const spelled = (character: string): string =>
  Array.from({length: character.length}, (_, at) => unitText(character.charCodeAt(at))).join('')

const unitText = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`

/** A value on one line, cut where it would bury the rest. */
export function shortJson(value: unknown, most = 120): string {
  const text = jsonText(value)
  return text.length > most ? `${text.slice(0, most)}…` : text
}
