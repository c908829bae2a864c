import {isPlainPath} from './plain-path.js'
import {mayMeetLink, type ResolvedPath} from './resolve-path.js'

/**
 * `under` for a plain path that meets no link, by comparing their texts: a policy of paths asks this more than anything
 * else, and to take a path apart takes several times as long. The same directories are given once for each way in which they
 * are read. Nothing when the text alone does not tell, or when the ways differ.
 */
export function preparePlainUnder(
  readings: readonly (readonly ResolvedPath[])[],
): (path: string) => boolean | undefined {
  const texts = new Map<string, readonly string[]>()
  for (const directories of readings) {
    const own = directories.map(plainText)
    if (!isWhole(own)) return () => undefined
    texts.set(own.join('\n'), own)
  }
  const distinct = [...texts.values()]
  return (path) => (isPlainPath(path) && !mayMeetLink(path) ? agreed(path, distinct) : undefined)
}

/** A directory as a text before which nothing needs to be known; nothing when it is no plain one. */
function plainText({base, climbs, names}: ResolvedPath): string | undefined {
  const text = names.map((name) => `/${name}`).join('')
  return base === '/' && climbs === 0 && (text === '' || isPlainPath(text)) ? text : undefined
}

const isWhole = (texts: readonly (string | undefined)[]): texts is readonly string[] =>
  !texts.includes(undefined)

function agreed(path: string, readings: readonly (readonly string[])[]): boolean | undefined {
  let first: boolean | undefined
  for (const directories of readings) {
    const lies = liesUnder(path, directories)
    if (lies === undefined || (first !== undefined && lies !== first)) return undefined
    first = lies
  }
  return first
}

function liesUnder(path: string, directories: readonly string[]): boolean | undefined {
  let isClear = true
  for (const directory of directories) {
    const lies = liesIn(path, directory)
    if (lies === true) return true
    if (lies === undefined) isClear = false
  }
  return isClear ? false : undefined
}

/** Nothing when it hangs on the case of a letter. */
function liesIn(path: string, directory: string): boolean | undefined {
  const {length} = directory
  if (path.length < length || (path.length > length && path.charAt(length) !== '/')) return false
  if (path.startsWith(directory)) return true
  return path.slice(0, length).toLowerCase() === directory.toLowerCase() ? undefined : false
}
