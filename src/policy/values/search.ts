import {spend} from './budget.js'

/** `text.indexOf(part, from)` in as many steps as both are long, whatever they are (Knuth, Morris and Pratt). */
export function indexOfLong(text: string, part: string, from: number): number {
  const borders = bordersOf(part)
  let matched = 0
  for (let at = from; at < text.length; at++) {
    spend(1)
    const unit = text.charCodeAt(at)
    while (matched > 0 && part.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0
    if (part.charCodeAt(matched) === unit) matched += 1
    if (matched === part.length) return at - matched + 1
  }
  return -1
}

/** For each beginning of the part: how long its longest proper beginning is that is also its end. */
function bordersOf(part: string): Int32Array {
  spend(part.length)
  const borders = new Int32Array(part.length)
  let border = 0
  for (let at = 1; at < part.length; at++) {
    const unit = part.charCodeAt(at)
    while (border > 0 && part.charCodeAt(border) !== unit) border = borders[border - 1] ?? 0
    if (part.charCodeAt(border) === unit) border += 1
    borders[at] = border
  }
  return borders
}
