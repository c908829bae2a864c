import {isSeen, unseen} from './unseen.js'

/** A text that no terminal obeys and in which nothing is hidden: what is not seen, or turns the writing's direction, is spelled out. */
export const escaped = (text: string): string => (plain.test(text) ? text : allSpelled(text))

/** What Unicode says of a character is only looked up where there is one: that takes longer than all of a short text. */
const plain = /^[ -~]*$/

const allSpelled = (text: string): string =>
  text.replaceAll(unseen(), (character, at: number) =>
    isSeen(character, text, at) ? character : (short[character] ?? spelled(character)),
  )

const short: Record<string, string> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

const spelled = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
