import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {ExitCode, TameError} from '../errors.js'
import {type Coverage, percentOf} from '../model/coverage.js'
import type {SuiteRun} from '../model/suite-run.js'
import {parseNameFilter} from './name-filter.js'
import {Progress} from './progress.js'
import {runSuites} from './suite-run.js'
import {findSuites, loadSuites} from './suites.js'

export interface TestOptions {
  /** A text or a /regular expression/ that the names of cases contain. */
  filter: string | undefined
  bail: boolean
  coverage: boolean
  /** Hears of each file before it is read. */
  onFile?: (path: string) => void
}

/** Finds, reads and runs suites; throws when there is something wrong with any of them, and then runs none. */
export async function testPolicies(
  files: readonly string[],
  settings: LoadedConfig,
  here: Surroundings,
  {filter, bail, coverage, onFile}: TestOptions,
): Promise<SuiteRun> {
  const isWanted = filter === undefined ? () => true : parseNameFilter(filter)
  const suites = await loadSuites(await findSuites(files, settings, here, onFile), settings, here, onFile)
  const run = await new Progress(process.stderr).during((say) =>
    runSuites(suites, {
      isWanted,
      bail,
      coverage,
      onProgress: (done, total) => say(`${done} of ${total} cases`),
    }),
  )
  if (run.results.every(({status}) => status === 'skipped')) throw nothingToRun(filter ?? '')
  return run
}

const nothingToRun = (filter: string): TameError =>
  new TameError('NO_CASES', `No case is meant by --filter ${JSON.stringify(filter)}`, {
    suggestions: ['Name a part of its name', 'tame policy test'],
    exitCode: ExitCode.misuse,
  })

/** The policies of which less than this was covered; of one that has nothing to cover, nothing was. */
export const shortOf = (leastPercent: number, {coverage}: Pick<SuiteRun, 'coverage'>): readonly Coverage[] =>
  (coverage ?? []).filter((each) => (percentOf(each) ?? 0) < leastPercent)
