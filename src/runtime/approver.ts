import {userInfo} from 'node:os'
import type {Config} from '../config/schema.js'
import {ExitCode, TameError} from '../errors.js'

/** Who answers at this terminal: the user of the configuration, or whoever is logged in. */
export function approverOf({user_id}: Pick<Config, 'user_id'>): string {
  const name = user_id ?? loginName()
  if (name !== undefined && name !== '') return name
  throw new TameError('NO_USER', 'It is not known who answers: this user has no name', {
    suggestions: ['tame approve --user-id NAME', 'tame config set user_id NAME'],
    exitCode: ExitCode.misuse,
  })
}

function loginName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the system's list, as in many containers.
    return undefined
  }
}
