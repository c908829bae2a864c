import type {TameError} from '../errors.js'
import type {PolicyInForce} from '../model/policy-in-force.js'
import type {Tame} from '../model/tame.js'
import type {ProgramOptions} from './program-options.js'

export interface PolicyListeners {
  /** Told of each policy that comes in force here. */
  readonly onPolicy?: ((policy: Pick<PolicyInForce, 'version' | 'hash' | 'source'>) => void) | undefined
  /** Told what keeps a changed policy from coming in force here; the one before stays. */
  readonly onPolicyProblem?: ((problem: TameError) => void) | undefined
}

export interface OpenTameOptions
  extends Omit<ProgramOptions, 'raiseOnDeny' | 'raiseOnApprove'>,
    PolicyListeners {
  /** How often a server is asked again that does not answer. */
  readonly retries?: number
}

const listeners = ['onPolicy', 'onPolicyProblem']

/**
 * tame by the settings of this place and, before them, those given: on a server when they name one, else in this process,
 * where it follows the policy's file: a sound change comes in force between two calls.
 */
export async function openTame(options: OpenTameOptions = {}): Promise<Tame> {
  const {onPolicy, onPolicyProblem, retries, ...said} = options
  const [{loadProgramSettings}, {openWithSettings}, {tellOfProjectServer}] = await Promise.all([
    import('./program-settings.js'),
    import('./open-with-settings.js'),
    import('./project-server.js'),
  ])
  const program = await loadProgramSettings(said, listeners)
  tellOfProjectServer(program.settings, (warning) => process.emitWarning(warning, 'TameWarning'))
  return openWithSettings(program, {onPolicy, onPolicyProblem}, retries)
}
