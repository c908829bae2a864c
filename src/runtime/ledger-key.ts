import {createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID} from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import {dirname} from 'node:path'
import {reasonOf} from '../disk/reasons.js'
import {removeFile} from '../disk/remove-file.js'
import {ExitCode, TameError} from '../errors.js'

/** Makes the key of a ledger; where there is one already, as another process may just have made it, it is that. Gives its PEM. */
export function createLedgerKey(file: string, owner: number | undefined): string {
  const partial = `${file}.${randomUUID()}.partial`
  try {
    writeWhole(partial)
    // A link is made whole or not at all, and takes nobody's place, as a renaming would.
    linkSync(partial, file)
    flushDirectory(dirname(file))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(file, cause)
  } finally {
    removeFile(partial)
  }
  return readLedgerKey(file, owner)
}

function writeWhole(file: string): void {
  const {privateKey} = generateKeyPairSync('ed25519')
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(descriptor, privateKey.export({format: 'pem', type: 'pkcs8'}))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The ledger names its key for ever: a name that is lost with the power would leave it without. */
function flushDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The PEM of a ledger that has a key; refuses one that somebody else could have put there, or could have read. */
export function readLedgerKey(file: string, owner: number | undefined): string {
  const descriptor = openKey(file)
  try {
    refuseUnsafe(file, descriptor, owner)
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

function openKey(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? missing(file) : unreadable(file, cause)
  }
}

function refuseUnsafe(file: string, descriptor: number, owner: number | undefined): void {
  const state = fstatSync(descriptor)
  if (!state.isFile()) throw unsafe(file, 'it is no regular file', `ls -l ${file}`)
  if (owner === undefined) return
  if (state.uid !== owner) throw unsafe(file, 'it belongs to another user of this machine', `ls -l ${file}`)
  if ((state.mode & 0o077) !== 0) throw unsafe(file, 'others may read it', `chmod 600 ${file}`)
}

/** The key in a PEM that was read from a file. */
export function parseLedgerKey(pem: string, file: string): KeyObject {
  const key = pemKey(pem)
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new TameError('LEDGER_KEY_BROKEN', `${file} holds no Ed25519 key in PEM`, {
    suggestions: ['Put the right one back from a backup', 'tame audit verify'],
    exitCode: ExitCode.unreachable,
  })
}

function pemKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}

const missing = (file: string): TameError =>
  new TameError(
    'LEDGER_KEY_MISSING',
    `The key of this ledger is not on this machine: there is no ${file}. The ledger can be read and verified, but nothing can be added to it`,
    {
      suggestions: [
        'Put the key there from a backup, or from the machine that made the ledger',
        'Begin another ledger: --store sqlite:PATH',
      ],
      exitCode: ExitCode.unreachable,
    },
  )

const unsafe = (file: string, why: string, suggestion: string): TameError =>
  new TameError('LEDGER_KEY_UNSAFE', `The key of this ledger, ${file}, is not used: ${why}`, {
    suggestions: [suggestion],
    exitCode: ExitCode.unreachable,
  })

const unreadable = (file: string, cause: unknown): TameError =>
  new TameError('LEDGER_KEY_UNREADABLE', `Can't read the key of this ledger, ${file}: ${reasonOf(cause)}`, {
    cause,
    suggestions: [`ls -ld ${file} ${dirname(file)}`],
    exitCode: ExitCode.unreachable,
  })

const unwritable = (file: string, cause: unknown): TameError =>
  new TameError('LEDGER_KEY_UNWRITABLE', `Can't write the key of a new ledger, ${file}: ${reasonOf(cause)}`, {
    cause,
    suggestions: [`ls -ld ${dirname(file)}`],
    exitCode: ExitCode.unreachable,
  })
