import {realpathSync, statSync} from 'node:fs'
import {isAbsolute, relative, sep} from 'node:path'
import type {Surroundings} from './layer.js'
import {projectDirectories} from './places.js'

/** The repository's root; outside of a repository, where one stands. */
export const projectRoot = (here: Surroundings): string => projectDirectories(here).at(-1) ?? here.cwd

/**
 * Why a file that a project of one of these roots brings is nobody's that we know; nothing when it is ours, or came with
 * the repository, or is not there to be read.
 */
export function distrustIn(
  roots: readonly string[],
  file: string,
  owners: Surroundings['owners'],
): string | undefined {
  const target = targetOf(file)
  if (target === undefined) return undefined
  if (!roots.some((root) => isWithin(realpathSync(root), target)))
    return `it leads out of the project, to ${target}`
  const isOurs = owners === undefined || owners.includes(statSync(target).uid)
  return isOurs ? undefined : 'it belongs to another user of this machine'
}

/** What keeps it from being found keeps it from being read, and reading says it better. */
function targetOf(file: string): string | undefined {
  try {
    return realpathSync(file)
  } catch {
    return undefined
  }
}

function isWithin(root: string, target: string): boolean {
  const fromRoot = relative(root, target)
  return fromRoot !== '..' && !fromRoot.startsWith(`..${sep}`) && !isAbsolute(fromRoot)
}
