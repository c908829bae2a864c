import type {Theme} from '../../theme.js'
import type {ExpressionPart, Reader} from '../../typing/reader.js'
import type {PromptState} from './state.js'

/** A part of the text. */
export interface Mark {
  readonly start: number
  readonly end: number
}

export interface Marks {
  readonly parts: readonly ExpressionPart[]
  readonly fault: (Mark & {readonly message: string}) | null
}

export const noMarks: Marks = {parts: [], fault: null}

/** What is known of the expression in the text, by its places in the text. */
export function marksIn({line, checked}: PromptState, reader: Reader): Marks {
  const word = checked === null ? null : reader.expression(line.text, line.at)
  if (checked === null || word === null || word.value !== checked.expression) return noMarks
  const placed = <Part extends Mark>(part: Part): Part => ({
    ...part,
    start: word.places[part.start] ?? word.end,
    end: (word.places[part.end - 1] ?? word.end - 1) + 1,
  })
  return {parts: checked.parts.map(placed), fault: checked.fault && placed(checked.fault)}
}

/** A row of the text with its parts coloured. */
export function paintedRow(
  text: string,
  {start, end}: Mark,
  parts: readonly ExpressionPart[],
  theme: Theme,
): string {
  let shown = ''
  let at = start
  for (const part of parts) {
    const [from, to] = [Math.max(part.start, at), Math.min(part.end, end)]
    if (from >= to) continue
    shown += text.slice(at, from) + paint(part.kind, theme)(text.slice(from, to))
    at = to
  }
  return shown + text.slice(at, end)
}

function paint(kind: ExpressionPart['kind'], theme: Theme): (text: string) => string {
  switch (kind) {
    case 'text':
      return theme.good
    case 'number':
      return theme.warning
    case 'word':
      return theme.strong
    case 'comment':
      return theme.faint
    case 'name':
    case 'symbol':
      return (text) => text
  }
}
