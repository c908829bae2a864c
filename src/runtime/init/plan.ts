import {existsSync, lstatSync, statSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import type {Surroundings} from '../../config/layer.js'
import type {LoadedConfig} from '../../config/load.js'
import {projectDirectories} from '../../config/places.js'
import {distrustIn, projectRoot} from '../../config/trust.js'
import {ExitCode, TameError} from '../../errors.js'
import type {SetupFile} from '../../model/setup.js'
import {readPolicies} from '../policies.js'
import {misnamedPolicy, shownPath} from '../policy-file.js'
import {storeFile} from '../store-place.js'
import {findSuites} from '../suites.js'
import {configStarter, policyStarters, recordStarter, type StarterFile} from './starter-files.js'
import {packageNamesTame, workflowStarter} from './workflow.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins' | 'places'>

export interface PlanOptions {
  /** Where tame itself is installed. */
  readonly root: string
  readonly withWorkflow: boolean
}

/** What is to be written here, and what is there already. */
export interface Plan {
  readonly starters: readonly StarterFile[]
  readonly left: readonly SetupFile[]
  readonly notes: readonly string[]
  /** Whether calls can be decided by the policy; nothing can while it is broken. */
  readonly isSound: boolean
  /** Whether the policy will have tests. */
  readonly hasSuite: boolean
}

/** Looks at what is there, and writes nothing. */
export async function planSetup(settings: Settings, here: Surroundings, options: PlanOptions): Promise<Plan> {
  const policy = await policyInPlace(settings, here)
  const record = recordDirectory(here)
  const hasSuite = policy === undefined || (await hasTests(settings, here))
  const wanted = wantedFiles({policy, record, hasSuite, settings}, here, options)
  const own = policy === undefined ? [] : ownFiles(policy.path, here)
  const there = wanted.filter(({path}) => isThere(path)).map(({path}) => leftFile(path, here))
  const starters = wanted.filter(({path}) => !isThere(path))
  return {
    starters,
    left: [...own, ...there],
    notes: [
      ...(policy === undefined ? misnamed(here) : []),
      ...(policy?.isSound === false ? [brokenPolicy(policy.path, here)] : []),
      ...movedRecord(record, settings, here),
      ...(options.withWorkflow && !hasSuite ? [noTests] : []),
      ...(options.withWorkflow ? missingPackage(here) : []),
    ],
    isSound: policy?.isSound !== false,
    hasSuite,
  }
}

/** What is known of the place before anything is written. */
interface Found {
  readonly policy: PolicyInPlace | undefined
  readonly record: string | undefined
  readonly hasSuite: boolean
  readonly settings: Settings
}

function wantedFiles(
  {policy, record, hasSuite, settings}: Found,
  here: Surroundings,
  {root, withWorkflow}: PlanOptions,
): StarterFile[] {
  const wanted = [
    ...(policy === undefined ? policyStarters(here, root) : []),
    ...(record === undefined || hasProjectFile(settings) ? [] : [configStarter(record, root)]),
    ...(record === undefined ? [] : [recordStarter(record, root)]),
    ...(withWorkflow ? [workflowStarter(here, root, hasSuite)] : []),
  ]
  for (const {path} of wanted) refuseStranger(path, here)
  if (record !== undefined) refuseFile(record)
  return wanted
}

/** A second one nearer by would be read in its place, and it not any more. */
const hasProjectFile = ({places}: Settings): boolean =>
  places.some(({kind, exists, path}) => kind === 'project' && exists && !isOurs(path))

/** The one that init writes itself: then it is there already, and told to be. */
const isOurs = (path: string): boolean => path.endsWith(join('.tame', 'config.yaml'))

export const leftFile = (path: string, here: Surroundings): SetupFile => ({
  path: shownPath(path, here),
  about: 'was there already',
})

/** The policy that is in force, and the tests that are called after it. */
function ownFiles(policy: string, here: Surroundings): SetupFile[] {
  const suite = policy.replace(/(?=\.ya?ml$)/, '.test')
  const policyFile = {path: shownPath(policy, here), about: 'the policy that is in force here already'}
  return suite !== policy && isThere(suite) ? [policyFile, leftFile(suite, here)] : [policyFile]
}

interface PolicyInPlace {
  readonly path: string
  readonly isSound: boolean
}

/** The policy that is in force here already; one that is named must be there. */
async function policyInPlace(settings: Settings, here: Surroundings): Promise<PolicyInPlace | undefined> {
  try {
    const [found] = await readPolicies([], settings, here)
    return found && {path: found.path, isSound: found.policy !== undefined}
  } catch (error) {
    if (error instanceof TameError && error.code === 'POLICY_MISSING') return undefined
    throw error
  }
}

/** Whether `tame policy test` would find something to run. One that it can't read is to be mended, and is there. */
async function hasTests(settings: Settings, here: Surroundings): Promise<boolean> {
  try {
    return (await findSuites([], settings, here)).length > 0
  } catch (error) {
    return !(error instanceof TameError && error.code === 'SUITE_MISSING')
  }
}

const brokenPolicy = (path: string, here: Surroundings): string =>
  `${shownPath(path, here)} is broken, and no call can be decided by it. What is wrong: tame policy validate`

const noTests =
  'There are no tests yet, so the workflow runs none. Write policy.test.yaml, then take the last step out of its comment'

/** The directory whose being there makes the record the project's own. The home directory is no project. */
function recordDirectory(here: Surroundings): string | undefined {
  const directories = projectDirectories(here).map((each) => join(each, '.tame'))
  return directories.find(isThere) ?? directories[0]
}

/** The record of before would seem lost: it is where it was, and not looked at any more. */
function movedRecord(record: string | undefined, settings: Settings, here: Surroundings): string[] {
  if (record === undefined || isThere(record) || settings.values.store !== null) return []
  const before = storeFile(settings, here)
  if (!existsSync(before)) return []
  return [`What was recorded before is in another place. To see it: tame logs --store sqlite:${before}`]
}

/** Who has one believes it is in force. */
function misnamed(here: Surroundings): string[] {
  const file = misnamedPolicy(here)
  return file === undefined ? [] : [`${shownPath(file, here)} is not read: a policy is called policy.yaml`]
}

const missingPackage = (here: Surroundings): string[] =>
  packageNamesTame(here)
    ? []
    : [
        'The workflow runs the tame that npm ci installs, and package.json names none yet: add it to devDependencies',
      ]

/** A link in a cloned repository must not have files made anywhere else. */
function refuseStranger(path: string, here: Surroundings): void {
  // Whose the directory is does not matter: in CI, a checkout is often another user's.
  const distrust = distrustIn([projectRoot(here)], nearestThere(dirname(path)), undefined)
  if (distrust === undefined) return
  throw new TameError(
    'INIT_NOT_TRUSTED',
    `${basename(path)} is not written to ${dirname(path)}: ${distrust}`,
    {
      suggestions: [`ls -ld ${dirname(path)}`],
      exitCode: ExitCode.misuse,
    },
  )
}

/** Else half of it would be written before that shows. */
function refuseFile(directory: string): void {
  const state = statSync(directory, {throwIfNoEntry: false})
  if (state === undefined || state.isDirectory()) return
  throw new TameError(
    'INIT_UNWRITABLE',
    `There is a file ${directory}, where a directory of that name belongs`,
    {
      suggestions: [`mv ${directory} ${directory}.old`],
      exitCode: ExitCode.misuse,
    },
  )
}

function nearestThere(directory: string): string {
  let path = directory
  while (!isThere(path) && dirname(path) !== path) path = dirname(path)
  return path
}

/**
 * A link that leads nowhere is there too: who writes through it makes a file somewhere else. Where it can't be told, writing will
 * say why.
 */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) !== undefined
  } catch {
    return false
  }
}
