import type {Effect} from '../../model/effect.js'
import type {Theme} from '../theme.js'

/** What becomes of a call, in a sign, a word and a colour. */
export const effectText = (effect: Effect, theme: Theme): string =>
  effectColor(effect, theme)(effectWords[effect])

/** What becomes of a call, in a sign and a word. */
export const effectWords: Readonly<Record<Effect, string>> = {
  allow: '✔ allow',
  deny: '✖ deny',
  approve: '⏳ approve',
  sanitize: '✎ sanitize',
}

export function effectColor(effect: Effect, theme: Theme): (text: string) => string {
  if (effect === 'allow') return theme.good
  return effect === 'deny' ? theme.bad : theme.warning
}
