/**
 * The text can be read in more than one way, and the ways give different answers. A boolean would be wrong for either
 * an `allow` or a `deny` rule; thrown, it is an evaluation error, and those only make a decision stricter.
 * Each reader known to differ is named where it is considered; test/cases/functions.yaml shows what each makes ambiguous.
 */
export class AmbiguousInput extends Error {
  // The text itself stays out of the message: it lands in reasons and logs, and may hold a password or a token.
  constructor(message: string) {
    super(message)
    this.name = 'AmbiguousInput'
  }
}
