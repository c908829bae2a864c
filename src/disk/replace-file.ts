import {randomUUID} from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import {removeFile} from './remove-file.js'

export interface Replacement {
  /** That of the new file; without it, that of the old one. */
  mode?: number
  /** The last word before it takes effect: what this throws leaves the old file as it was. */
  beforeRename?: () => void
}

/** Puts a text in a file's place, whole or not at all. A link is followed, not replaced. Throws what the system says. */
export function replaceFile(file: string, text: string, {mode, beforeRename}: Replacement = {}): void {
  const target = targetOf(file)
  const old = statSync(target, {throwIfNoEntry: false})
  if (old !== undefined) refuseReadOnly(target)
  // Beside the target: only within one file system is a renaming whole. A name that nobody else can have made.
  const partial = `${target}.${randomUUID()}.partial`
  const descriptor = openSync(partial, 'wx', 0o600)
  try {
    writeWhole(descriptor, text, mode ?? old?.mode, old)
    beforeRename?.()
    renameSync(partial, target)
  } catch (cause) {
    removeFile(partial)
    throw cause
  }
}

function writeWhole(
  descriptor: number,
  text: string,
  mode: number | undefined,
  old: Stats | undefined,
): void {
  try {
    writeFileSync(descriptor, text)
    if (old !== undefined) keepOwner(descriptor, old)
    if (mode !== undefined) fchmodSync(descriptor, mode & 0o7777)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Under sudo the user's file would become root's. Who may not give it away has made it their own, as any editor would. */
function keepOwner(descriptor: number, {uid, gid}: Stats): void {
  try {
    fchownSync(descriptor, uid, gid)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') throw cause
  }
}

/** Renaming asks for no right to the file itself: one that was closed to writing would be replaced all the same. */
function refuseReadOnly(target: string): void {
  closeSync(openSync(target, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)))
}

function targetOf(file: string): string {
  try {
    return realpathSync(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return file
    throw cause
  }
}
