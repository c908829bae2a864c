/** How it is where a status was asked for, whoever answers: what is set here, and whether anything arrives. */
export interface LocalStatus {
  /** The session that calls belong to when they do not say. */
  readonly sessionId: string | null
  /** What lets every call run, whatever the policy says; nothing when the policy is obeyed. */
  readonly bypassedBy: string | null
  /** The configuration files that were read, the strongest first. */
  readonly configFiles: readonly string[]
  /** The flags and variables that come before them. */
  readonly setHere: readonly string[]
  readonly lastCallAt: string | null
}

/** As `--json` prints it, beside the status. */
export const localStatusJson = ({sessionId, bypassedBy, configFiles, lastCallAt}: LocalStatus): object => ({
  session_id: sessionId,
  bypass_mode: bypassedBy !== null,
  config_files: configFiles,
  last_call_at: lastCallAt,
})
