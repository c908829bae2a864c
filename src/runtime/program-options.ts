/** The settings that a program says itself; those that it leaves out are looked up as for the command line. */
export interface ProgramOptions {
  /** The server to ask; null to decide in this process, whatever is configured. */
  readonly apiUrl?: string | null
  readonly apiKey?: string
  /** How long to wait for the server, with all attempts. */
  readonly timeoutMs?: number
  /** The policy's file; otherwise the one that the settings name, or the project's. */
  readonly policy?: string
  /** Where the record is kept: `sqlite:PATH`. */
  readonly store?: string
  /** `full`: a recorded call survives a power cut. `normal`: it survives a killed process. */
  readonly durability?: 'full' | 'normal'
  /** Who calls, where a call does not say. */
  readonly sessionId?: string | null
  readonly agentId?: string | null
  readonly userId?: string | null
  /** Lets every call run, and records that it was let. */
  readonly bypass?: boolean
  readonly raiseOnDeny?: boolean
  readonly raiseOnApprove?: boolean
  /** A configuration file to put before the usual ones. */
  readonly config?: string
  /** From where files are searched; otherwise the current directory. */
  readonly cwd?: string
}
