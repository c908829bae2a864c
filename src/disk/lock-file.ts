import {randomUUID} from 'node:crypto'
import {linkSync, lstatSync, renameSync, writeFileSync} from 'node:fs'
import {hasEnded, ownMark, type ProcessMark} from './process-mark.js'
import {readText} from './read-text.js'
import {removeFile} from './remove-file.js'

/** A file that stands for a turn which one process has, and no other. */
export interface LockFile {
  /** False when it was stopped for so long that another took its turn. */
  isHeld(): boolean
  release(): void
}

/** After that it is anybody's, whoever has it: no writing takes this long. */
const longestMs = 10_000

/** Takes the turn; nothing while it is another's. Throws what the system says. */
export function takeLockFile(path: string): LockFile | undefined {
  const token = randomUUID()
  if (!take(path, token)) return undefined
  const isHeld = (): boolean => lockAt(path)?.token === token
  return {
    isHeld,
    release() {
      if (isHeld()) removeFile(path)
    },
  }
}

function take(path: string, token: string): boolean {
  const found = lockAt(path)
  if (found === undefined) return make(path, token)
  return isAbandoned(found) && takeOver(path, found.token, token)
}

/**
 * Of those who want to take over the same lock, one makes this file, and as long as it is there the lock stays as it is. If
 * that one is killed meanwhile, it is a lock like any other, and taken over.
 */
function takeOver(path: string, from: string, to: string): boolean {
  const claim = `${path}.${from}`
  if (!take(claim, to)) return false
  if (lockAt(path)?.token === from) {
    renameSync(claim, path)
    return true
  }
  // Somebody was faster, and has ended already.
  removeFile(claim)
  return false
}

interface FoundLock {
  /** No two locks have the same. */
  readonly token: string
  readonly holder: ProcessMark | undefined
  readonly sinceMs: number
}

const isAbandoned = ({holder, sinceMs}: FoundLock): boolean =>
  (holder !== undefined && hasEnded(holder)) || Date.now() - sinceMs > longestMs

function lockAt(path: string): FoundLock | undefined {
  // Before its age: of one that takes its place meanwhile, the age of the old one would be taken for its own.
  const written = writtenIn(path)
  const state = lstatSync(path, {throwIfNoEntry: false, bigint: true})
  if (state === undefined) return undefined
  const {ino, mtimeNs, mtimeMs} = state
  return {token: `${ino}-${mtimeNs}`, holder: undefined, ...written, sinceMs: Number(mtimeMs)}
}

function writtenIn(path: string): Pick<FoundLock, 'token' | 'holder'> | undefined {
  try {
    return readLock(readText(path, {name: 'lock', prefix: 'FILE'}) ?? '')
  } catch {
    // A directory, or another's: it can be told from others, and how old it is.
    return undefined
  }
}

// It becomes part of a file's name, and a repository may bring a lock of its own making.
const form = /^([0-9a-f-]{36})\n([1-9]\d{0,9})\n(\d*)\n([^\n]*)\n$/

function readLock(text: string): Pick<FoundLock, 'token' | 'holder'> | undefined {
  const [, token, pid, began, place] = form.exec(text) ?? []
  if (token === undefined || place === undefined) return undefined
  return {token, holder: {pid: Number(pid), began: began === '' ? null : (began ?? null), place}}
}

const lockText = (token: string, {pid, began, place}: ProcessMark): string =>
  `${token}\n${pid}\n${began ?? ''}\n${place}\n`

/** With all that is in it at once: who is killed before they could say who they are would be waited for. */
function make(path: string, token: string): boolean {
  const partial = `${path}.${token}.partial`
  const text = lockText(token, ownMark())
  try {
    writeFileSync(partial, text, {flag: 'wx', mode: 0o600})
    return isNew(() => linkSync(partial, path))
  } catch {
    // Some file systems have no links.
    return isNew(() => writeFileSync(path, text, {flag: 'wx', mode: 0o600}))
  } finally {
    removeFile(partial)
  }
}

function isNew(make: () => void): boolean {
  try {
    make()
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}
