import {randomUUID} from 'node:crypto'
import {AgentClient} from '../client/sdk/agent-client.js'
import type {Connection, Host} from '../client/sdk/connection.js'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import type {Arguments} from '../model/call.js'
import type {Tame} from '../model/tame.js'
import type {PolicyListeners} from './open-for-program.js'
import {openWithSettings} from './open-with-settings.js'
import type {ProgramOptions} from './program-options.js'
import {loadProgramSettings} from './program-settings.js'

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

const others = ['onPolicy', 'onPolicyProblem', 'retries', 'metadata', 'tame', 'onWarning']

/**
 * What an agent asks with: a server when one is configured, else tame in this process. Reads the settings and opens what it
 * needs at its first call.
 */
export class Client extends AgentClient {
  constructor(options: ClientOptions = {}) {
    const host: Host = {
      elapsedMs: () => performance.now(),
      warn: options.onWarning ?? ((message) => process.emitWarning(message, 'TameWarning')),
    }
    super(() => openConnection(options, host), host)
  }
}

async function openConnection(options: ClientOptions, {warn}: Host): Promise<Connection> {
  const {retries, metadata = {}, tame: given, onWarning: _, onPolicy, ...said} = options
  const {onPolicyProblem = (problem) => warn(problem.message), ...settable} = said
  const program = await loadProgramSettings(settable, others)
  tellAbout(program.settings, warn)
  const tame = given ?? (await openWithSettings(program, {onPolicy, onPolicyProblem}, retries))
  const {values} = program.settings
  return {
    tame,
    caller: {
      sessionId: sessionOf(options, values.session_id),
      agentId: values.agent_id,
      userId: values.user_id,
      metadata,
    },
    raiseOnDeny: values.raise_on_deny,
    raiseOnApprove: values.raise_on_approve,
    bypass: values.bypass_mode,
    close: async () => {
      if (given === undefined) await tame.close()
    },
  }
}

/** What one client asks belongs together, unless somebody says to what it belongs, or that it does not. */
const sessionOf = ({sessionId}: ClientOptions, configured: string | null): string | null =>
  sessionId === null ? null : (configured ?? randomUUID())

function tellAbout({warnings, values, origins}: LoadedConfig, warn: Host['warn']): void {
  for (const warning of warnings) warn(warning)
  if (values.bypass_mode)
    warn(`Bypass is on (${originText(origins.bypass_mode)}): every call runs, whatever the policy says`)
}
