import {unlinkSync} from 'node:fs'

/** Takes a file away, if it is there. Not by `rmSync`: with that Node loads what takes whole directories away. */
export function removeFile(file: string): void {
  try {
    unlinkSync(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
  }
}
