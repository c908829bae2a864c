/**
 * A condition that can't be worked out for these arguments: `"10" > 5`, `1 / 0`. Not an Error: no stack is taken, because odd
 * arguments may come a million times a second, and the place that matters is the one in the condition.
 */
export class EvaluationError {
  readonly name = 'EvaluationError'

  constructor(
    readonly message: string,
    /** Offsets into the condition's text; filled in by the part of the expression that failed. */
    readonly start = -1,
    readonly end = -1,
  ) {}

  toString(): string {
    return this.message
  }
}

export function fail(message: string): never {
  throw new EvaluationError(message.charAt(0).toUpperCase() + message.slice(1))
}
