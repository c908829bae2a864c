import {closeSync, mkdirSync, openSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {removeFile} from './remove-file.js'

/**
 * Makes a file, and the directories it lies in. Says whether it did: what is there already, be it a link that leads nowhere, is never
 * touched. Throws what the system says, and leaves no half of a file then.
 */
export function createFile(file: string, text: string): boolean {
  mkdirSync(dirname(file), {recursive: true})
  const descriptor = openNew(file)
  if (descriptor === undefined) return false
  try {
    writeFileSync(descriptor, text)
    return true
  } catch (cause) {
    removeFile(file)
    throw cause
  } finally {
    closeSync(descriptor)
  }
}

function openNew(file: string): number | undefined {
  try {
    return openSync(file, 'wx')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw cause
  }
}
