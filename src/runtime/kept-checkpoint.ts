import {acquireLock} from '../config/file-lock.js'
import {readText} from '../disk/read-text.js'
import {ExitCode, TameError} from '../errors.js'
import {parseCheckpoint} from '../ledger/checkpoint/checkpoint.js'
import type {Checkpoint} from '../model/audit.js'

/** Keeps a checkpoint in a file, unless it holds one that states as much or more. */
export async function keepCheckpoint(file: string, {size, note}: Checkpoint): Promise<void> {
  const lock = await lockFor(file)
  try {
    if (keptSize(file) < size) lock.replace(note)
  } catch (cause) {
    throw unkept(cause)
  } finally {
    lock.release()
  }
}

/** Processes that write to one ledger sign in turn, but keep what they signed when they come to it. */
async function lockFor(file: string): ReturnType<typeof acquireLock> {
  try {
    return await acquireLock(file)
  } catch (cause) {
    throw unkept(cause)
  }
}

/** One that can't be read is not made way for: it may say that the ledger was put back. */
function keptSize(file: string): number {
  const note = readText(file, {name: 'kept checkpoint', prefix: 'FILE'})
  return note === undefined ? -1 : parseCheckpoint(note).size
}

const unkept = (cause: unknown): TameError =>
  new TameError('CHECKPOINT_NOT_KEPT', cause instanceof Error ? cause.message : String(cause), {
    cause,
    suggestions: cause instanceof TameError ? cause.suggestions : ['tame audit verify'],
    exitCode: ExitCode.unreachable,
  })
