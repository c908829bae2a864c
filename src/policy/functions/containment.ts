import {type Answer, sameName, startsWithNames} from './names.js'
import {isDrive, type ResolvedPath} from './resolve-path.js'

/**
 * Whether a path lies in a directory: `yes` wherever the working directory and the home are, `no` when wherever they
 * are it doesn't.
 */
export function answerFor(path: ResolvedPath, directory: ResolvedPath): Answer {
  if (path.base === '?') return 'unclear'
  if (path.base === directory.base) return withOneBase(path, directory)
  // Everything lies under the root, wherever it starts; on Windows `/` is only the root of the current drive.
  if (directory.base === '/' && directory.names.length === 0) return isDrive(path.base) ? 'unclear' : 'yes'
  if (isDrive(path.base) && isDrive(directory.base)) return 'no'
  return mayLieUnder(path, directory) ? 'unclear' : 'no'
}

function withOneBase(path: ResolvedPath, directory: ResolvedPath): Answer {
  if (path.climbs === directory.climbs) return startsWithNames(path.names, directory.names)
  // `a` in `..`: the working directory lies in its own parent.
  if (path.climbs < directory.climbs && directory.names.length === 0) return 'yes'
  // Above the base come names that the text doesn't show.
  return 'unclear'
}

/** Whether there is a working directory and a home with which the path would lie in the directory. */
function mayLieUnder(path: ResolvedPath, directory: ResolvedPath): boolean {
  if (path.base !== '/') return floatingMayLieUnder(path, directory)
  // `//./C:/work`, `//localhost/c$/work`, `/mnt/c/work`: other ways to a drive put something before it.
  if (isDrive(directory.base)) return directory.names.length === 0 || positionsOf(path, directory).length > 0
  const quiet = quietDepth(path) ?? Number.POSITIVE_INFINITY
  if (directory.names.length === 0) return path.names.length > 0 && quiet > 0
  // `/srv/app/secrets/key` lies in `secrets` if `/srv/app` is where that starts.
  return positionsOf(path, directory).some((at) => at <= quiet)
}

function floatingMayLieUnder(path: ResolvedPath, directory: ResolvedPath): boolean {
  // `~sys` may be `/dev`: other people's homes are not where people live.
  if (isOtherHome(path.base) && directory.base === '/') return true
  const quiet = quietDepth(directory)
  // The base itself may lie in the directory.
  if (quiet === undefined) return true
  for (let skipped = 0; skipped <= quiet; skipped++) {
    if (startsWithNames(path.names, directory.names.slice(skipped)) !== 'no') return true
  }
  return directory.base !== '/' && positionsOf(path, directory).length > 0
}

const isOtherHome = (base: string): boolean => base.startsWith('~') && base !== '~'

function positionsOf({names}: ResolvedPath, directory: ResolvedPath): number[] {
  const [head = ''] = directory.names
  return [...names.keys()].filter(
    (at) => sameName(names[at] ?? '', head) !== 'no' && startsWithNames(names, directory.names, at) !== 'no',
  )
}

// Assumed never to be a home or the working directory of a tool, nor to hold one. Without this every relative path and every
// `~/notes.txt` would be ambiguous beside `deny … under("/etc")`; with it only those that may end there are.
const quietPlaces = new Set(
  'etc sys proc dev boot bin sbin lib lib64 usr/bin usr/sbin usr/lib private/etc windows'.split(' '),
)
const quietNames = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker'])

/** How many names lead to the first folder that nobody works in, or nothing when there is none. */
function quietDepth({base, names}: ResolvedPath): number | undefined {
  if (base === '/' || isDrive(base)) {
    if (quietPlaces.has((names[0] ?? '').toLowerCase())) return 0
    if (quietPlaces.has(names.slice(0, 2).join('/').toLowerCase())) return 1
  }
  const depth = names.findIndex((name) => quietNames.has(name))
  return depth < 0 ? undefined : depth
}
