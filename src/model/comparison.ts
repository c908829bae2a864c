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

/** Field by field: leaving one out with `...rest` takes longer than the comparison itself. */
export const comparisonJson = (comparison: Comparison): ComparisonJson => ({
  source: comparison.source,
  field: comparison.field,
  operator: comparison.operator,
  expected: comparison.expected,
  actual: comparison.actual,
  result: comparison.result,
})
