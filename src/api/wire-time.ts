/** A time as it stands on the wire: with an offset instead of `Z`, which Python up to 3.10 does not read. */
export const wireTime = (ms: number): string => wireTimeOf(new Date(ms).toISOString())

/** The same of a time that is an ISO 8601 text already. */
export const wireTimeOf = (iso: string): string => (iso.endsWith('Z') ? `${iso.slice(0, -1)}+00:00` : iso)
