/** Arguments that could not be changed as the rule says. They must not be passed on. */
export class SanitizeFailure extends Error {
  override readonly name = 'SanitizeFailure'
}
