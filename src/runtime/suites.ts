import {type Dirent, readdirSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {projectDirectories} from '../config/places.js'
import {ExitCode, TameError} from '../errors.js'
import type {CompiledPolicy} from '../policy/compiled-policy.js'
import {readPolicy} from '../policy/read-policy.js'
import {checkSuite, readSuite} from '../policy/suite/read-suite.js'
import type {Suite} from '../policy/suite/suite.js'
import {readDocument} from '../source/document.js'
import type {Problem} from '../source/problem.js'
import {ProblemsError} from '../source/problems-error.js'
import {readTextFile, refuseUntrustedOf, refuseUntrustedSuite, shownPath} from './policy-file.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

/** The suites that were named, or else all that lie beside the policy. `onFile` hears of each that is looked into. */
export async function findSuites(
  named: readonly string[],
  settings: Settings,
  here: Surroundings,
  onFile: (path: string) => void = () => {},
): Promise<string[]> {
  if (named.length > 0) return [...new Set(named.map((file) => resolve(here.cwd, file)))]
  for (const directory of new Set(suiteDirectories(settings, here))) {
    const suites = await suitesIn(directory, policyStems(settings), here, onFile)
    if (suites.length > 0) return suites
  }
  throw new TameError(
    'SUITE_MISSING',
    `There are no tests: no policy.test.yaml in ${here.cwd}, nor further up`,
    {
      suggestions: ['Write policy.test.yaml beside the policy', 'tame policy test FILE'],
      exitCode: ExitCode.misuse,
    },
  )
}

/** A policy that is only named for once is to be tried on the project's tests, not on those around it. */
function suiteDirectories({values, origins}: Settings, here: Surroundings): string[] {
  const beside = values.policy === null ? [] : [dirname(values.policy)]
  const project = [here.cwd, ...projectDirectories(here)].flatMap((each) => [each, join(each, '.tame')])
  return origins.policy.kind === 'flag' ? [...project, ...beside] : [...beside, ...project]
}

const suiteEnding = /(?<=.)\.test\.ya?ml$/

/** A suite called after one of these is one, whatever is in it. */
const policyStems = ({values}: Settings): ReadonlySet<string> =>
  new Set(['policy', ...(values.policy === null ? [] : [basename(values.policy).replace(/\.ya?ml$/, '')])])

/** Others use this ending too: what is not called after the policy must look like a suite. */
async function suitesIn(
  directory: string,
  stems: ReadonlySet<string>,
  here: Surroundings,
  onFile: (path: string) => void,
): Promise<string[]> {
  const suites: string[] = []
  for (const name of namesIn(directory)) {
    const path = join(directory, name)
    refuseUntrustedSuite(path, here)
    if (stems.has(name.replace(suiteEnding, '')) || (await looksLikeSuite(path, onFile))) suites.push(path)
  }
  return suites
}

async function looksLikeSuite(path: string, onFile: (path: string) => void): Promise<boolean> {
  onFile(path)
  const text = await readTextFile(path, 'test suite')
  const {value, problems} = readDocument(path, text)
  // A suite that can't be read is to be mended, and not to be passed over.
  if (problems.length > 0) return /^(\{\s*)?["']?cases["']?\s*:/m.test(text)
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'cases')
}

const namesIn = (directory: string): string[] =>
  entriesIn(directory)
    .filter((entry) => suiteEnding.test(entry.name) && !entry.isDirectory())
    .map(({name}) => name)
    .sort()

function entriesIn(directory: string): Dirent[] {
  try {
    return readdirSync(directory, {withFileTypes: true})
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw new TameError('DIRECTORY_UNREADABLE', `Can't look for tests in ${directory}: ${code}`, {
      cause,
      suggestions: [`ls -ld ${directory}`, 'tame policy test FILE'],
      exitCode: ExitCode.misuse,
    })
  }
}

/** A suite with the policy it tests. */
export interface LoadedSuite {
  suite: Suite
  policy: LoadedPolicy
}

interface LoadedPolicy {
  path: string
  text: string
  policy: CompiledPolicy
}

/** Reads suites and their policies; throws with all that is wrong with any of them. `onFile` hears of each file before it is read. */
export async function loadSuites(
  paths: readonly string[],
  settings: Settings,
  here: Surroundings,
  onFile: (path: string) => void = () => {},
): Promise<LoadedSuite[]> {
  const loader = new SuiteLoader(policyInPlace(settings), here, onFile)
  const loaded: LoadedSuite[] = []
  for (const path of paths) loaded.push(...(await loader.load(path)))
  refuse(loader.problems)
  return loaded
}

/** The policy that `--policy` names. One that a configuration names is not meant for suites that name their own. */
const policyInPlace = ({values, origins}: Settings): string | undefined =>
  origins.policy.kind === 'flag' ? (values.policy ?? undefined) : undefined

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemsError('SUITE_INVALID', problems)
}

class SuiteLoader {
  readonly problems: Problem[] = []
  /** Each is read once, however many suites test it; nothing where it has problems. */
  private readonly policies = new Map<string, LoadedPolicy | undefined>()

  constructor(
    private readonly inPlace: string | undefined,
    private readonly here: Surroundings,
    private readonly onFile: (path: string) => void,
  ) {}

  async load(path: string): Promise<LoadedSuite[]> {
    this.onFile(path)
    const {suite, problems} = readSuite(shownPath(path, this.here), await readTextFile(path, 'test suite'))
    this.problems.push(...problems)
    if (suite === undefined) return []
    const policy = await this.policyOf(suite, path)
    if (policy === undefined) return []
    this.problems.push(...checkSuite(suite, policy.policy))
    return [{suite, policy}]
  }

  private async policyOf(
    {document, policyPath}: Suite,
    suitePath: string,
  ): Promise<LoadedPolicy | undefined> {
    const path = this.inPlace ?? resolve(dirname(suitePath), policyPath)
    if (this.inPlace === undefined) refuseUntrustedOf(suitePath, path, this.here)
    try {
      if (!this.policies.has(path)) this.policies.set(path, await this.readPolicy(path))
    } catch (error) {
      if (this.inPlace !== undefined || !(error instanceof TameError)) throw error
      const [suggestion] = error.suggestions
      const {code, message} = error
      this.problems.push(document.problemAtValue(['policy'], {code, message, suggestion}))
    }
    return this.policies.get(path)
  }

  private async readPolicy(path: string): Promise<LoadedPolicy | undefined> {
    this.onFile(path)
    const text = await readTextFile(path)
    const {policy, problems} = readPolicy(shownPath(path, this.here), text)
    this.problems.push(...problems)
    return policy && {path, text, policy}
  }
}
