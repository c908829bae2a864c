import {TameError} from '../../errors.js'
import {ValidationError} from '../failures.js'

/** Whoever decides, what can't be asked so is told as one kind of error. */
export async function validOr<Answer>(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking
  } catch (error) {
    throw isInvalid(error) ? asValidationError(error) : error
  }
}

const isInvalid = (error: unknown): error is TameError =>
  error instanceof TameError && !(error instanceof ValidationError) && invalidCodes.includes(error.code)

const invalidCodes = ['INVALID_CALL', 'INVALID_RESULT']

const asValidationError = (error: TameError): ValidationError =>
  new ValidationError(error.code, error.message, {
    suggestions: error.suggestions,
    exitCode: error.exitCode,
    cause: error,
  })
