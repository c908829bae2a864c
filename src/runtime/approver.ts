import {userInfo} from 'node:os'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import {ExitCode, TameError} from '../errors.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

/** Who answers at this terminal: the user of the configuration, or whoever is logged in. */
export function approverOf(settings: Settings, warn: (message: string) => void): string {
  const name = ownUser(settings, warn) ?? loginName()
  if (name !== undefined && name !== '') return name
  throw new TameError('NO_USER', 'It is not known who answers: this user has no name', {
    suggestions: ['tame approve --user-id NAME', 'tame config set user_id NAME'],
    exitCode: ExitCode.misuse,
  })
}

/** A repository, which an agent may write to, would else say in whose name people answer, and who may. */
function ownUser({values, origins}: Settings, warn: (message: string) => void): string | null {
  const {user_id: name, api_url: server} = values
  const {user_id: origin} = origins
  if (server !== null) {
    if (origin.kind === 'flag') warn('--user-id is not who answers: at a server that is whoever has the key')
    return name
  }
  if (name === null || origin.kind !== 'project') return name
  warn(
    `user_id in ${originText(origin)} is not who answers: a project's file can't say in whose name you approve. To do so yourself: tame approve --user-id NAME`,
  )
  return null
}

function loginName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    // A user without an entry in the system's list, as in many containers.
    return undefined
  }
}
