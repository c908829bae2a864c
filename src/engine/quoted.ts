import {canonicalJson, canonicalText} from '../model/canonical-json.js'

const mostKept = 5000
const longestKept = 300
const kept = new Map<string, string>()

/** A text of the policy, or made by it, in quotes: the same few stand in every decision. */
export function quoted(text: string): string {
  const known = kept.get(text)
  if (known !== undefined) return known
  const made = canonicalText(wellFormed(text))
  if (text.length <= longestKept) keep(text, made)
  return made
}

function keep(text: string, made: string): void {
  if (kept.size >= mostKept) kept.clear()
  kept.set(text, made)
}

/** Canonical JSON of whatever a condition came to; what JSON can't say is told as text. */
export function sayable(value: unknown): string {
  if (value === undefined) return 'null'
  try {
    return canonicalJson(value)
  } catch {
    return canonicalText(wellFormed(String(value)))
  }
}

/** With this flag a pair is one character, so that only halves are found. */
const loneSurrogates = /[\ud800-\udfff]/gu

/** Cutting a text may leave half of a pair: it becomes the character that stands for what can't be read. */
const wellFormed = (text: string): string => text.replaceAll(loneSurrogates, '\ufffd')
