export const subtreeHeight = 8

/** So many leaves of a long tree are a subtree by themselves: of the rest, a path needs no more than such roots. */
export const subtreeLeaves = 2 ** subtreeHeight

/** A subtree that has all its leaves. */
export interface Subtree {
  /** From 1: its last leaf is the entry with this many times `subtreeLeaves`. */
  readonly number: number
  readonly root: string
}
