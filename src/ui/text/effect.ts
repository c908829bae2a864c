import type {Effect} from '../../model/effect.js'
import type {Theme} from '../theme.js'

/** What becomes of a call, in a sign, a word and a colour. */
export function effectText(effect: Effect, theme: Theme): string {
  switch (effect) {
    case 'allow':
      return theme.good('✔ allow')
    case 'deny':
      return theme.bad('✖ deny')
    case 'approve':
      return theme.warning('⏳ approve')
    case 'sanitize':
      return theme.warning('✎ sanitize')
  }
}
