import {TameError} from '../errors.js'

/** For `catch`: an error with this code is nothing; any other is thrown on. */
export const unless =
  (code: string) =>
  (error: unknown): undefined => {
    if (error instanceof TameError && error.code === code) return undefined
    throw error
  }
