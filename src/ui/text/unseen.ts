/**
 * What a terminal obeys or leaves out: control characters, line ends of all kinds, turns of the writing's direction, and all that
 * has no width and no shape. An address with a space of no width in it looks like another.
 */
export const unseen = (): RegExp => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu

const joiner = '\u200d'
const asEmoji = '\ufe0f'

/** Whether it is a part of an emoji, which is seen. */
export function isSeen(character: string, text: string, at: number): boolean {
  if (character !== joiner && character !== asEmoji) return false
  const before = text.slice(Math.max(0, at - 2), at)
  if (character === asEmoji) return /\p{Extended_Pictographic}$/u.test(before) || text[at + 1] === '\u20e3'
  const isJoinable = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f)$/u.test(before)
  return isJoinable && /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3))
}
