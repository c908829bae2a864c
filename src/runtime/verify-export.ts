import {createReadStream} from 'node:fs'
import {resolve} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {readLines} from '../disk/read-stream.js'
import {utf8Text} from '../disk/utf8.js'
import {ExitCode, TameError} from '../errors.js'
import {ExportVerification} from '../ledger/export/export-verification.js'
import type {Verification} from '../model/audit.js'
import {createNotaries, ledgersDirectory} from './notaries.js'
import {withTurns} from './turns.js'

export interface ExportOptions {
  /** A checkpoint that was put by. */
  readonly checkpoint?: string | undefined
  readonly onProgress: (lines: number) => void
}

/** An entry has a call's arguments or its result, each at most 1 MiB, in which any character may be escaped. */
const longestLine = 16 * 2 ** 20

/** Verifies an export by itself, and by the ledger's key where this machine has it; `-` is stdin. */
export async function verifyExport(
  file: string,
  here: Surroundings,
  {checkpoint, onProgress}: ExportOptions,
): Promise<Verification> {
  const verification = new ExportVerification(checkpoint)
  let count = 0
  for await (const line of withTurns(readLines(streamOf(file, here), file, longestLine))) {
    count++
    if (line === undefined) throw tooLong(file, count)
    verification.add(utf8Text(line, `Line ${count} of ${file}`, 'FILE'))
    if (count === 1) await holdToKey(verification, here)
    onProgress(count)
  }
  return verification.finish()
}

function streamOf(file: string, {cwd}: Surroundings): AsyncIterable<Buffer> {
  return file === '-' ? process.stdin : createReadStream(resolve(cwd, file))
}

/** Anybody can sign with a key of their own, and name it. */
async function holdToKey(verification: ExportVerification, here: Surroundings): Promise<void> {
  const {origin} = verification
  if (origin === undefined) return
  const notaries = createNotaries({directory: ledgersDirectory(here), place: ''})
  try {
    verification.holdTo((await notaries.open(origin)).publicKey)
  } catch (error) {
    if (!(error instanceof TameError && unknown.includes(error.code))) throw error
    verification.holdToNothing()
  }
}

const unknown = ['LEDGER_KEY_MISSING', 'LEDGER_INVALID']

const tooLong = (file: string, line: number): TameError =>
  new TameError(
    'FILE_TOO_LARGE',
    `Line ${line} of ${file} is longer than 16 MiB: no export has such a line`,
    {
      suggestions: ['Check that it is the file you meant'],
      exitCode: ExitCode.misuse,
    },
  )
