/** How much of a policy its tests have been through. */
export interface Coverage {
  /** The policy's file. */
  readonly policy: string
  /** How many of its rules decided some call. */
  readonly rules: Share
  /** How many answers of its comparisons were seen; each has two, true and false. */
  readonly comparisons: Share
  /** What was never seen, in the order of the file. */
  readonly missed: readonly MissedPart[]
}

export interface Share {
  readonly seen: number
  readonly total: number
}

export interface MissedPart {
  readonly rule: string
  /** As it stands in the policy; a rule's name when it never decided. */
  readonly source: string
  readonly never: 'decided' | 'true' | 'false' | 'asked'
  readonly line: number
  readonly column: number
}

/** In percent with one decimal, rounded down: only the whole is 100. Nothing where there is nothing to cover. */
export function percentOf({rules, comparisons}: Pick<Coverage, 'rules' | 'comparisons'>): number | null {
  const total = rules.total + comparisons.total
  return total === 0 ? null : Math.floor(((rules.seen + comparisons.seen) * 1000) / total) / 10
}

/** Several policies' coverage as one. */
export const joinCoverage = (all: readonly Coverage[]): Pick<Coverage, 'rules' | 'comparisons'> => ({
  rules: joinShares(all.map(({rules}) => rules)),
  comparisons: joinShares(all.map(({comparisons}) => comparisons)),
})

const joinShares = (shares: readonly Share[]): Share => ({
  seen: shares.reduce((sum, {seen}) => sum + seen, 0),
  total: shares.reduce((sum, {total}) => sum + total, 0),
})

/** Coverage as `--json` prints it. */
export const coverageJson = (all: readonly Coverage[]): Record<string, unknown> => ({
  percent: percentOf(joinCoverage(all)),
  ...joinCoverage(all),
  policies: all.map(({policy, rules, comparisons, missed}) => ({
    policy,
    percent: percentOf({rules, comparisons}),
    rules,
    comparisons,
    missed: missed.map(({rule, source, never, line, column}) => ({
      rule_name: rule,
      source,
      never,
      line,
      column,
    })),
  })),
})
