import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {TameError} from '../errors.js'

/** Puts a text in a file's place, whole or not at all; its mode stays. A link is followed, not replaced. */
export function replaceFile(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`
  try {
    const target = realpathSync(file)
    const descriptor = openSync(partial, 'wx', statSync(target).mode)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, target)
  } catch (cause) {
    rmSync(partial, {force: true})
    throw new TameError('FILE_UNWRITABLE', `Can't write ${file}: ${(cause as Error).message}`, {
      cause,
      suggestions: [`ls -ld ${file}`],
    })
  }
}
