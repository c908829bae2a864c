import type {Role} from '../model/key.js'

/** Who asks. */
export interface Caller {
  /** Of the key that was shown; null for one on this machine who showed none. */
  readonly keyId: string | null
  /** For logs and versions. */
  readonly name: string
  readonly role: Role
}

/** Whether all sessions are open to the caller, or only those that its key opened. */
export const seesAll = ({role}: Caller): boolean => role !== 'agent'

/** One on this machine, as long as nobody needs a key here. */
export const keyless: Caller = {keyId: null, name: 'local', role: 'agent'}
