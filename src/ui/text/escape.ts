/** A text that no terminal obeys: control characters, and those that turn the writing's direction, are spelled out. */
export const escaped = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, spelled)

const short: Record<string, string> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

const spelled = (character: string): string =>
  short[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
