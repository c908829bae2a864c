import type {Span} from '../parse/expression.js'
import type {CheckProblemCode, ExpressionProblem} from '../problem.js'

/** Gathers what is wrong with an expression. */
export class Report {
  readonly problems: ExpressionProblem[] = []

  tell(code: CheckProblemCode, message: string, {start, end}: Span, suggestion?: string): void {
    this.problems.push({code, message, start, end, ...(suggestion === undefined ? {} : {suggestion})})
  }
}

export const didYouMean = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `Did you mean ${name}?`

export const shown = (name: string): string => `\`${name.length > 40 ? `${name.slice(0, 40)}…` : name}\``

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
