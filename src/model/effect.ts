/** What can become of a call, as rules say it and decisions answer it. */
export const effects = ['allow', 'deny', 'approve', 'sanitize'] as const
export type Effect = (typeof effects)[number]
