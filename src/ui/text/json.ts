/** As JSON with nothing in it that a terminal obeys: what JSON itself lets stand is spelled out, and says the same. */
export const jsonText = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, null, indent) ?? 'null').replaceAll(unprintable, spelled)

// Of these, JSON.stringify spells only those up to U+001F, which are the line breaks and indents of its own here.
const unprintable = /[\u007F-\u009F\p{Bidi_Control}\u2028\u2029]/gu

const spelled = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A value on one line, cut where it would bury the rest. */
export function shortJson(value: unknown, most = 120): string {
  const text = jsonText(value)
  return text.length > most ? `${text.slice(0, most)}…` : text
}
