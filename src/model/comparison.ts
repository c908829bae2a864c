/** One comparison that was made on the way to a decision, and how it came out. */
export interface Comparison {
  /** As it stands in the policy. */
  readonly source: string
  /** The side that was looked at, as it stands in the policy. */
  readonly field: string
  readonly operator: string
  readonly expected: unknown
  readonly actual: unknown
  readonly result: boolean
  /** Where both come from in what the caller gave, for whoever must hide secrets; `*` is a key not known beforehand. */
  readonly reads: readonly (readonly string[])[]
}

/** A comparison as `--json` prints it. */
export type ComparisonJson = Omit<Comparison, 'reads'>

export const comparisonJson = ({reads, ...shown}: Comparison): ComparisonJson => shown
