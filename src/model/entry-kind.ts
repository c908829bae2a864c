/** What a ledger has entries of. */
export const entryKinds = [
  'ledger',
  'policy',
  'policy_draft',
  'decision',
  'result',
  'approval',
  'note',
  'session',
  'key',
  'erasure',
] as const

export type EntryKind = (typeof entryKinds)[number]

export const isEntryKind = (name: string): name is EntryKind =>
  (entryKinds as readonly string[]).includes(name)
