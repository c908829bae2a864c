import {TameError, type TameErrorOptions} from '../errors.js'
import {type Problem, placedText} from './problem.js'

/** Files that a person wrote can't be used: all that is wrong with them. */
export class ProblemsError extends TameError {
  constructor(
    code: string,
    readonly problems: readonly Problem[],
    options: Omit<TameErrorOptions, 'suggestions'> = {},
  ) {
    const suggestions = [...new Set(problems.flatMap(({suggestion}) => suggestion ?? []))]
    super(code, problems.map(placedText).join('\n'), {...options, suggestions})
  }
}
