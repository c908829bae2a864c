import {AmbiguousInput} from './ambiguous.js'
import {answerFor} from './containment.js'
import {preparePlainUnder} from './plain-under.js'
import {pathReadings} from './readings.js'
import {
  isResolved,
  isSamePlace,
  type KnownLinks,
  linkedAtRoot,
  type ResolvedPath,
  resolveAtRoot,
  resolvePath,
  systems,
  textAlone,
} from './resolve-path.js'

/**
 * Whether a path lies in one of the directories, by its text alone: true when it does wherever the working directory and
 * the home are and whichever way the text is read, false when it does in no case, `AmbiguousInput` otherwise.
 * Links that somebody made on the disk can't be seen from here, nor what a shell would expand.
 */
export function prepareUnder(directories: readonly string[]): (path: string) => boolean {
  const problem = directories.map(checkDirectory).find((each) => each !== undefined)
  if (problem !== undefined) return () => refuse(problem)
  const alone = resolveAll(directories, textAlone)
  const perSystem = systems.map((links) => {
    const resolved = resolveAll(directories, links)
    const atRoot = directories.map((path) => resolveAtRoot(path, links))
    return {links, resolved, atRoot, isAlike: resolved.every((each, at) => isSamePlace(each, alone[at]))}
  })
  const byText = preparePlainUnder([alone, ...perSystem.map(({resolved}) => resolved)])
  return (path) => {
    const known = byText(path)
    if (known !== undefined) return known
    let first: boolean | undefined
    for (const {text, how} of pathReadings(path)) {
      const own = resolvePath(text, textAlone)
      const lies = liesUnder(own, alone)
      first ??= lies
      if (lies !== first) refuse(`the path leads elsewhere ${how}`)
      for (const {links, resolved, atRoot, isAlike} of perSystem) {
        // No link on the way, neither to the directories nor to the path: the answer is the same.
        if (isAlike && isResolved(text, links)) continue
        const linked = resolvePath(text, links)
        if (liesUnder(linked, resolved) !== first) refuse(`the path leads elsewhere ${how || links.how}`)
        for (const place of linkedAtRoot(text, links)) {
          const there = resolved.map((each, at) => (each.base === own.base ? (atRoot[at] ?? each) : each))
          if (liesUnder(place, there) !== first)
            refuse(`the path leads elsewhere ${how || links.how}, if it comes to the root`)
        }
      }
    }
    return first ?? false
  }
}

const resolveAll = (paths: readonly string[], links: KnownLinks): readonly ResolvedPath[] =>
  paths.map((path) => resolvePath(path, links))

/** What is wrong with a directory given to `under`, before it turns a deny rule into one that never matches. */
export function checkDirectory(directory: string): string | undefined {
  if (directory.trim() === '') return 'the directory is empty'
  if (/[*?]/.test(directory)) return 'under takes directories, not patterns; try glob'
  try {
    const readings = pathReadings(directory)
    const resolved = readings.map(({text}) => resolvePath(text, textAlone))
    if (resolved.some(({base}) => base === '?')) return 'the directory does not say where it is'
    const spellings = new Set(
      resolved.map(({base, climbs, names}) => `${base}\n${climbs}\n${names.join('\n')}`),
    )
    return spellings.size > 1 ? `the directory leads elsewhere ${readings[1]?.how}` : undefined
  } catch (error) {
    if (error instanceof AmbiguousInput) return error.message.replace('the path', 'the directory')
    throw error
  }
}

function refuse(problem: string): never {
  throw new AmbiguousInput(problem)
}

function liesUnder(path: ResolvedPath, directories: readonly ResolvedPath[]): boolean {
  const answers = directories.map((directory) => answerFor(path, directory))
  if (answers.includes('yes')) return true
  return answers.includes('unclear') ? refuse(whyUnclear(path)) : false
}

function whyUnclear({base}: ResolvedPath): string {
  if (base === '?') return 'nothing in the path says where it leads'
  if (base === '.')
    return 'the path is relative, and the working directory is not known here; an absolute path is clear'
  if (base.startsWith('~')) return 'the path starts at a home directory, and which that is, is not known here'
  return 'the path may mean the same place: its letter case, spelling or place of the home directory decides'
}
