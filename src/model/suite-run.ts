import {type CaseResult, caseResultJson} from './case-result.js'
import {type Coverage, coverageJson} from './coverage.js'

/** What came of a run of suites. */
export interface SuiteRun {
  readonly results: readonly TimedResult[]
  readonly durationMs: number
  /** The policies that only watch so far: they are tested as if they were enforced. */
  readonly shadows: readonly string[]
  /** Of each policy; nothing when nobody asked. */
  readonly coverage: readonly Coverage[] | null
}

export type TimedResult = CaseResult & {readonly durationMs: number}

export interface Tally {
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function tallyOf(results: readonly CaseResult[]): Tally {
  const count = (status: CaseResult['status']): number =>
    results.filter((result) => result.status === status).length
  return {
    total: results.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  }
}

/** The results of each suite, in the order of the run. */
export function bySuite<Result extends CaseResult>(
  results: readonly Result[],
): ReadonlyMap<string, Result[]> {
  const suites = new Map<string, Result[]>()
  for (const result of results) {
    const known = suites.get(result.file)
    if (known === undefined) suites.set(result.file, [result])
    else known.push(result)
  }
  return suites
}

/** A run as `--json` prints it. */
export const suiteRunJson = ({
  results,
  durationMs,
  shadows,
  coverage,
}: SuiteRun): Record<string, unknown> => ({
  summary: {
    ...tallyOf(results),
    duration_ms: durationMs,
    shadow: shadows.length > 0,
    coverage: coverage && coverageJson(coverage),
  },
  cases: results.map((result) => ({...caseResultJson(result), duration_ms: result.durationMs})),
})
