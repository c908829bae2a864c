import {existsSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {originText} from '../config/origin.js'
import {projectDirectories} from '../config/places.js'
import {distrustIn, projectRoot} from '../config/trust.js'
import {wayToFile} from '../disk/missing-file.js'
import {readText} from '../disk/read-text.js'
import {ExitCode, TameError} from '../errors.js'

/** In each directory, the first of these that is there. */
const policyPlaces = ['policy.yaml', join('.tame', 'policy.yaml')]

/**
 * The policy that flags, `TAME_POLICY` or a configuration name; else the project's nearest. Unread. One that the project
 * names, and not the user, is refused where it could be anything of the user's: problems of a policy show its lines.
 */
export function findPolicyFile(
  {values, origins}: Pick<LoadedConfig, 'values' | 'origins'>,
  here: Surroundings,
): string {
  if (values.policy === null) return foundPolicy(here)
  const {policy: origin} = origins
  if (origin.kind === 'project')
    refuseUntrusted(values.policy, `, which ${originText(origin)} names,`, [projectRoot(here)], here)
  return values.policy
}

function foundPolicy(here: Surroundings): string {
  // The home directory is no project, but whoever stands in it means the policy that lies there.
  const project = projectDirectories(here)
  const directories = new Set([here.cwd, ...project])
  const candidates = [...directories].flatMap((each) => policyPlaces.map((place) => join(each, place)))
  const found = candidates.find((file) => existsSync(file))
  if (found === undefined) throw noPolicy(directories, misnamedPolicy(here))
  refuseUntrusted(found, '', [project.at(-1) ?? here.cwd], here)
  return found
}

/** A suite names its policy as the project would: that one must lie in the project one stands in, or in the suite's own. */
export function refuseUntrustedOf(suite: string, policy: string, here: Surroundings): void {
  const roots = [projectRoot(here), projectRoot({...here, cwd: dirname(suite)})]
  refuseUntrusted(policy, `, which ${suite} names,`, roots, here)
}

/** A suite that nobody named, but that was found: through a link it could show what lies anywhere. */
export function refuseUntrustedSuite(suite: string, here: Surroundings): void {
  const roots = [projectRoot(here), projectRoot({...here, cwd: dirname(suite)})]
  const distrust = distrustIn(roots, suite, here.owners)
  if (distrust === undefined) return
  throw new TameError('SUITE_NOT_TRUSTED', `The test suite ${suite} is not read: ${distrust}`, {
    suggestions: [`To use it all the same: tame policy test ${suite}`],
    exitCode: ExitCode.misuse,
  })
}

function refuseUntrusted(
  file: string,
  namedBy: string,
  roots: readonly string[],
  {owners}: Surroundings,
): void {
  const distrust = distrustIn(roots, file, owners)
  if (distrust === undefined) return
  throw new TameError('POLICY_NOT_TRUSTED', `The policy ${file}${namedBy} is not read: ${distrust}`, {
    suggestions: [`To use it all the same: --policy ${file}`],
    exitCode: ExitCode.misuse,
  })
}

/** A policy with the other ending of YAML, which lies where it would be read under its right name. */
export const misnamedPolicy = (here: Surroundings): string | undefined =>
  [here.cwd, ...projectDirectories(here)]
    .flatMap((each) => ['policy.yml', join('.tame', 'policy.yml')].map((name) => join(each, name)))
    .find((file) => existsSync(file))

const noPolicy = (directories: Iterable<string>, misnamed: string | undefined): TameError =>
  new TameError(
    'POLICY_MISSING',
    `There is no policy: no policy.yaml or .tame/policy.yaml ${around(directories)}`,
    {
      suggestions: [
        misnamed === undefined
          ? 'To begin with one: tame init'
          : `mv ${misnamed} ${misnamed.replace(/yml$/, 'yaml')}`,
        'Name one with --policy FILE',
        'tame config set policy FILE',
      ],
      exitCode: ExitCode.misuse,
    },
  )

function around([nearest = '.', ...above]: Iterable<string>): string {
  const top = above.at(-1)
  return top === undefined ? `in ${nearest}` : `in ${nearest} or above it, up to ${top}`
}

/** As the file is named to a person: from where they stand, if it lies there. */
export function shownPath(file: string, {cwd}: Pick<Surroundings, 'cwd'>): string {
  const path = relative(cwd, file)
  return path === '' || path.startsWith('..') ? file : path
}

/** The text of a policy, or of what lies beside one, byte for byte. `what` names it in the error: "policy", "test suite". */
export async function readTextFile(file: string, what = 'policy'): Promise<string> {
  const text = readText(file, {name: what, prefix: 'FILE'})
  if (text !== undefined) return text
  throw new TameError('FILE_MISSING', `There is no ${what} ${file}`, {
    suggestions: [wayToFile(file)],
    exitCode: ExitCode.misuse,
  })
}
