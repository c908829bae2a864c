import {readdirSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {closestName} from '../model/spelling.js'

/** What to try where there is no such file: the one that was likely meant, or a look at those that are there. */
export function wayToFile(path: string): string {
  const closest = closestName(basename(path), namesIn(dirname(path)))
  return closest === undefined ? `ls ${dirname(path)}` : `Did you mean ${join(dirname(path), closest)}?`
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
