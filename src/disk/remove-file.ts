import {lstatSync, unlinkSync} from 'node:fs'

/** Takes a file away, if it is there. Not by `rmSync`: with that Node loads what takes whole directories away. */
export function removeFile(file: string): void {
  try {
    unlinkSync(file)
  } catch (cause) {
    // A read-only disk refuses before it looks whether there is such a file.
    if (isThere(file)) throw cause
  }
}

const isThere = (file: string): boolean => lstatSync(file, {throwIfNoEntry: false}) !== undefined
