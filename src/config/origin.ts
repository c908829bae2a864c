/** From where a setting can come, the strongest first. */
export type OriginKind =
  | 'flag'
  | 'environment'
  | 'runlok'
  | 'config'
  | 'project'
  | 'user'
  | 'legacy'
  | 'default'

/** Where a value came from: a flag, a variable, or a line of a file. */
export interface Origin {
  kind: OriginKind
  /** The flag's or variable's name, or the file's path; null for a default. */
  source: string | null
  line: number | null
}

export const defaultOrigin: Origin = {kind: 'default', source: null, line: null}

export function originText({kind, source, line}: Origin): string {
  if (source === null) return kind
  return line === null ? source : `${source}:${line}`
}
