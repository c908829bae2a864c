import {existsSync, lstatSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import type {Surroundings} from '../../config/layer.js'
import type {LoadedConfig} from '../../config/load.js'
import {projectDirectories} from '../../config/places.js'
import {distrustIn, projectRoot} from '../../config/trust.js'
import {ExitCode, TameError} from '../../errors.js'
import type {SetupFile} from '../../model/setup.js'
import {findPolicyFile, misnamedPolicy, readTextFile, shownPath} from '../policy-file.js'
import {storeFile} from '../store-place.js'
import {policyStarters, recordStarter, type StarterFile} from './starter-files.js'
import {packageNamesTame, workflowStarter} from './workflow.js'

type Settings = Pick<LoadedConfig, 'values' | 'origins'>

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
  /** Whether the policy will have tests. */
  readonly hasSuite: boolean
}

/** Looks at what is there, and writes nothing. */
export async function planSetup(settings: Settings, here: Surroundings, options: PlanOptions): Promise<Plan> {
  const policy = await policyInPlace(settings, here)
  const record = recordDirectory(here)
  const wanted = wantedFiles(policy, record, here, options)
  const own = policy === undefined ? [] : ownFiles(policy, here)
  const there = wanted.filter(({path}) => isThere(path)).map(({path}) => leftFile(path, here))
  return {
    starters: wanted.filter(({path}) => !isThere(path)),
    left: [...own, ...there],
    notes: [
      ...(policy === undefined ? misnamed(here) : []),
      ...movedRecord(record, settings, here),
      ...(options.withWorkflow ? missingPackage(here) : []),
    ],
    hasSuite: policy === undefined || own.length > 1,
  }
}

function wantedFiles(
  policy: string | undefined,
  record: string | undefined,
  here: Surroundings,
  {root, withWorkflow}: PlanOptions,
): StarterFile[] {
  const wanted = [
    ...(policy === undefined ? policyStarters(here, root) : []),
    ...(record === undefined ? [] : [recordStarter(record, root)]),
    ...(withWorkflow ? [workflowStarter(here, root)] : []),
  ]
  for (const {path} of wanted) refuseStranger(path, here)
  return wanted
}

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

/** The policy that is in force here already; one that is named must be there. */
async function policyInPlace(settings: Settings, here: Surroundings): Promise<string | undefined> {
  try {
    const path = findPolicyFile(settings, here)
    await readTextFile(path)
    return path
  } catch (error) {
    if (error instanceof TameError && error.code === 'POLICY_MISSING') return undefined
    throw error
  }
}

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
