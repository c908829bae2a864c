import {setImmediate} from 'node:timers/promises'
import type {CaseResult} from '../model/case-result.js'
import type {SuiteRun, TimedResult} from '../model/suite-run.js'
import {CoverageRecord} from '../policy/suite/coverage.js'
import {caseTitle, runCase, skippedCase} from '../policy/suite/run-case.js'
import type {LoadedSuite} from './suites.js'

export interface RunOptions {
  /** Cases that are not wanted are skipped. */
  isWanted: (name: string) => boolean
  /** Skips all that comes after the first failure. */
  bail: boolean
  coverage: boolean
  /** Hears now and then how far it is. */
  onProgress: (done: number, total: number) => void
  /** A clock that only ever goes on. */
  now?: () => number
}

/** Between these, whoever waits for the process gets a turn: it must be possible to interrupt. */
const turnMs = 100

export async function runSuites(
  suites: readonly LoadedSuite[],
  {isWanted, bail, coverage, onProgress, now = () => performance.now()}: RunOptions,
): Promise<SuiteRun> {
  const start = now()
  const records = coverage ? recordsOf(suites) : new Map<string, CoverageRecord>()
  const cases = suites.flatMap((loaded) => loaded.suite.cases.map((each) => ({...loaded, each})))
  const results: TimedResult[] = []
  let hasFailed = false
  let turn = start
  for (const {suite, policy, each} of cases) {
    const skip = !isWanted(caseTitle(policy.policy, each)) || (bail && hasFailed)
    const result = timed(() =>
      skip
        ? skippedCase(policy.policy, suite, each)
        : runCase(policy.policy, suite, each, (decided) => records.get(policy.path)?.add(decided)),
    )
    hasFailed ||= result.status === 'failed'
    results.push(result)
    if (now() - turn < turnMs) continue
    onProgress(results.length, cases.length)
    await setImmediate()
    turn = now()
  }
  return {
    results,
    durationMs: rounded(now() - start),
    shadows: shadowsOf(suites),
    coverage: coverage ? [...records.values()].map((record) => record.result()) : null,
  }
}

const shadowsOf = (suites: readonly LoadedSuite[]): string[] => [
  ...new Set(suites.flatMap(({policy: {policy}}) => (policy.isShadow ? [policy.file] : []))),
]

/** One for each policy, whichever suites test it. */
const recordsOf = (suites: readonly LoadedSuite[]): Map<string, CoverageRecord> =>
  new Map(suites.map(({policy: {path, policy, text}}) => [path, new CoverageRecord(policy, text)]))

function timed(run: () => CaseResult): TimedResult {
  const start = performance.now()
  const result = run()
  return {...result, durationMs: rounded(performance.now() - start)}
}

/** Microseconds are as fine as anybody reads. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000
