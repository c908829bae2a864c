import {createHmac, hash, type KeyObject, sign} from 'node:crypto'
import {lstatSync, mkdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {userFile} from '../config/places.js'
import {readText} from '../disk/read-text.js'
import {reasonOf} from '../disk/reasons.js'
import {replaceFile} from '../disk/replace-file.js'
import {ExitCode, TameError} from '../errors.js'
import type {Notaries, Notary} from '../ledger/notary.js'
import {keepCheckpoint} from './kept-checkpoint.js'
import {createLedgerKey, parseLedgerKey, readLedgerKey} from './ledger-key.js'

/** Where the keys of ledgers lie, and what is kept of each: beside the user's configuration. */
export const ledgersDirectory = (here: Surroundings): string => join(dirname(userFile(here)), 'ledgers')

export interface NotariesOnDisk {
  readonly directory: string
  /** Where the ledger lies, absolute: another one that is put there is not taken for it. */
  readonly place: string
  /** Whose the keys must be; nothing where files have no owners. */
  readonly owner?: number | undefined
}

/** Keys and kept checkpoints as files. Nothing is made before there is a key to keep. */
export function createNotaries({directory, place, owner = process.getuid?.()}: NotariesOnDisk): Notaries {
  const fileOf = (origin: string, ending: string): string => join(directory, `${nameIn(origin)}.${ending}`)
  const madeHere = join(directory, `${hash('sha256', place).slice(0, 32)}.origin`)
  let known: {pem: string; notary: Notary} | undefined
  // The file is read and looked at each time; what takes long is to make a key of the same text again.
  const notaryOf = (pem: string, file: string): Notary => {
    if (known?.pem !== pem) known = {pem, notary: createNotary(parseLedgerKey(pem, file))}
    return known.notary
  }
  return {
    async create(origin) {
      const file = fileOf(origin, 'key')
      makeDirectory(directory, owner)
      const notary = notaryOf(createLedgerKey(file, owner), file)
      addOrigin(madeHere, origin)
      return notary
    },
    async open(origin) {
      const file = fileOf(origin, 'key')
      return notaryOf(readLedgerKey(file, owner), file)
    },
    keep: (checkpoint) => keepCheckpoint(fileOf(checkpoint.origin, 'checkpoint'), checkpoint),
    lastKept: async (origin) => keptNote(fileOf(origin, 'checkpoint')),
    made: async () => originsIn(madeHere),
  }
}

const textOf = (file: string): string | undefined => readText(file, {name: 'kept record', prefix: 'FILE'})

/** Without it nobody can tell whether the ledger was put back: then it is not signed, and not called whole. */
function keptNote(file: string): string | undefined {
  try {
    return textOf(file)
  } catch (cause) {
    throw new TameError('CHECKPOINT_UNREADABLE', cause instanceof Error ? cause.message : String(cause), {
      cause,
      suggestions: [
        `ls -ld ${file}`,
        'Put it back from a backup, or move it away and run: tame audit verify',
      ],
      exitCode: ExitCode.unreachable,
    })
  }
}

const mostRemembered = 100

const originForm = /^tame\/ledger\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** An origin comes from a database, which may be anybody's: it must not lead out of the directory. */
function nameIn(origin: string): string {
  const [, name] = originForm.exec(origin) ?? []
  if (name !== undefined) return name
  throw new TameError('LEDGER_INVALID', `The ledger calls itself ${JSON.stringify(origin)}, as none does`, {
    suggestions: ['tame audit verify'],
    exitCode: ExitCode.unreachable,
  })
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410): OpenSSL would write the same, and take longer. */
const pkcs8Beginning = Buffer.from('302e020100300506032b657004220420', 'hex')

function createNotary(key: KeyObject): Notary {
  const {x: publicKey = '', d: secret = ''} = key.export({format: 'jwk'})
  let sealingKey: Buffer | undefined
  return {
    publicKey: Buffer.from(publicKey, 'base64url').toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
    seal(text) {
      sealingKey ??= sealingKeyOf(Buffer.from(secret, 'base64url'))
      return createHmac('sha256', sealingKey).update(text).digest('hex')
    },
  }
}

/** Not the key itself: what seals must tell nothing of what signs. */
const sealingKeyOf = (secret: Buffer): Buffer =>
  createHmac('sha256', Buffer.concat([pkcs8Beginning, secret]))
    .update('seal')
    .digest()

/** Whoever may write to it could put their key in the place of ours. */
function makeDirectory(directory: string, owner: number | undefined): void {
  try {
    mkdirSync(directory, {recursive: true, mode: 0o700})
  } catch (cause) {
    throw unwritable(directory, cause)
  }
  const {uid, mode} = lstatSync(directory)
  if (owner === undefined || (uid === owner && (mode & 0o022) === 0)) return
  throw new TameError('LEDGER_KEY_UNSAFE', `No key is put in ${directory}: somebody else may write to it`, {
    suggestions: [`ls -ld ${directory}`, `chmod 700 ${directory}`],
    exitCode: ExitCode.unreachable,
  })
}

const originsIn = (file: string): string[] =>
  textOf(file)
    ?.split('\n')
    .filter((line) => line !== '') ?? []

/** Those before stay: a ledger that is gone, and that tame began anew in its place, is to be noticed. */
function addOrigin(file: string, origin: string): void {
  const origins = [...originsIn(file).filter((each) => each !== origin), origin].slice(-mostRemembered)
  try {
    replaceFile(file, `${origins.join('\n')}\n`, {mode: 0o600})
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

const unwritable = (file: string, cause: unknown): TameError =>
  new TameError(
    'LEDGER_KEY_UNWRITABLE',
    `Can't write ${file}, where the ledger's key belongs: ${reasonOf(cause)}`,
    {
      cause,
      suggestions: [`ls -ld ${dirname(file)}`],
      exitCode: ExitCode.unreachable,
    },
  )
