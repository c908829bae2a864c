import type {ExpressionProblem} from '../problem.js'

const spaces = /[\v\u0085\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/

export const codePointName = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`

/** Characters that look like a space or like nothing, but are none to us. */
export const isUnusualSpace = (source: string, at: number): boolean => spaces.test(source[at] ?? '')

export function unusualSpaceProblem(source: string, at: number): ExpressionProblem {
  return {
    code: 'UNEXPECTED_CHARACTER',
    message: `${codePointName(source.charCodeAt(at))} stands here: it looks like a space but is none`,
    start: at,
    end: at + 1,
    suggestion: 'Replace it with a plain space',
  }
}

/**
 * Control characters, marks that change the order of what is displayed, and halves of characters: inside a text
 * they would make a condition read as something other than it is.
 */
export function isInvisible(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint !== 0x09
  if (codePoint >= 0x7f && codePoint < 0xa0) return true
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return true
  return invisible.has(codePoint)
}

const invisible = new Set([
  0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066,
  0x2067, 0x2068, 0x2069, 0xfeff,
])

// A run of strange characters is one problem: a binary file must not give thousands.
const strange = /[^\x20-\x7e\s]+|[^\s]/uy

/** Says that no token begins here; `end` is behind all that is of the same sort. */
export function characterProblem(source: string, at: number): ExpressionProblem {
  strange.lastIndex = at
  const run = strange.exec(source)?.[0] ?? source[at] ?? ''
  const first = run.codePointAt(0) ?? 0
  const isLetter = /^\p{L}/u.test(run)
  return {
    code: 'UNEXPECTED_CHARACTER',
    message: isInvisible(first)
      ? `Unexpected ${codePointName(first)}, which can't be seen`
      : `Unexpected \`${String.fromCodePoint(first)}\`${first > 0x7e ? ` (${codePointName(first)})` : ''}`,
    start: at,
    end: at + Math.max(1, run.length),
    ...(isLetter
      ? {suggestion: 'Names have only a-z, A-Z, 0-9 and _; other keys are written tool_args["…"]'}
      : {}),
  }
}
