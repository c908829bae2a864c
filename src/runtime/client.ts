import {randomUUID} from 'node:crypto'
import {join} from 'node:path'
import {AgentClient} from '../client/sdk/agent-client.js'
import type {Host} from '../client/sdk/connection.js'
import type {Arguments} from '../model/call.js'
import type {Tame} from '../model/tame.js'
import type {PolicyListeners} from './open-for-program.js'
import type {ProgramOptions} from './program-options.js'
import {stateDirectory} from './state-directory.js'
import {homeDirectory} from './surroundings.js'
import {createTaskFiles} from './task-files.js'

export interface ClientOptions extends ProgramOptions, PolicyListeners {
  /** How often a server is asked again that does not answer. */
  readonly retries?: number
  /** Goes with every call. Policies see it as `metadata`. */
  readonly metadata?: Arguments
  /** Asks this one instead of opening one; closing the client leaves it open. */
  readonly tame?: Tame
  /** Told what is no error of a call, but should be known; otherwise the process warns. */
  readonly onWarning?: (message: string) => void
}

/**
 * What an agent asks with: a server when one is configured, else tame in this process. Reads the settings and opens what it
 * needs at its first call.
 */
export class Client extends AgentClient {
  constructor(options: ClientOptions = {}) {
    const host: Host = {
      elapsedMs: () => performance.now(),
      nowMs: Date.now,
      newId: randomUUID,
      shelf: createTaskFiles(tasksDirectory, options.cwd ?? process.cwd()),
      warn: warningBy(options.onWarning ?? warn),
    }
    super(async () => {
      // What reads settings takes longer to load than all else of a client.
      const {openConnection} = await import('./open-connection.js')
      return openConnection(options, host)
    }, host)
  }
}

const warn = (message: string): void => process.emitWarning(message, 'TameWarning')

/** Also when the program's own way of it fails: thrown where a tool has run, that error would be taken for the tool's. */
function warningBy(tell: (message: string) => void): (message: string) => void {
  return (message) => {
    try {
      tell(message)
    } catch (error) {
      warn(`${message} (and onWarning fails: ${String(error)})`)
    }
  }
}

const tasksDirectory = (): string => join(stateDirectory({home: homeDirectory(), env: process.env}), 'tasks')
