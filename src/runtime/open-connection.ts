import {randomUUID} from 'node:crypto'
import {notPlain} from '../client/sdk/call-options.js'
import type {Connection, Host} from '../client/sdk/connection.js'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import {isPlainMap} from '../model/json-snapshot.js'
import type {ClientOptions} from './client.js'
import {openWithSettings} from './open-with-settings.js'
import {loadProgramSettings} from './program-settings.js'
import {tellOfProjectServer} from './project-server.js'

const others = ['onPolicy', 'onPolicyProblem', 'retries', 'metadata', 'tame', 'onWarning']

/** Whom a client asks, by its options and the settings of this place. */
export async function openConnection(options: ClientOptions, {warn}: Host): Promise<Connection> {
  const {retries, metadata = {}, tame: given, onWarning: _, onPolicy, ...said} = options
  if (!isPlainMap(metadata)) throw notPlain()
  const {onPolicyProblem = (problem) => warn(problem.message), ...settable} = said
  const program = await loadProgramSettings(settable, others)
  tellAbout(program.settings, warn)
  if (given === undefined) tellOfProjectServer(program.settings, warn)
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
