import {isUtf8} from 'node:buffer'
import {existsSync} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'
import {join, relative} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {projectDirectories} from '../config/places.js'
import {ExitCode, TameError} from '../errors.js'

/** In each directory, the first of these that is there. */
const policyPlaces = ['policy.yaml', join('.tame', 'policy.yaml')]

/** The policy that flags, `TAME_POLICY` or a configuration name; else the project's nearest. Unread. */
export function findPolicyFile({values}: Pick<LoadedConfig, 'values'>, here: Surroundings): string {
  if (values.policy !== null) return values.policy
  // The home directory is no project, but whoever stands in it means the policy that lies there.
  const directories = new Set([here.cwd, ...projectDirectories(here)])
  const candidates = [...directories].flatMap((each) => policyPlaces.map((place) => join(each, place)))
  const found = candidates.find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new TameError(
    'POLICY_MISSING',
    `There is no policy: no policy.yaml or .tame/policy.yaml ${around(directories)}`,
    {
      suggestions: ['Name one with --policy FILE', 'tame config set policy FILE'],
      exitCode: ExitCode.misuse,
    },
  )
}

function around([nearest = '.', ...above]: Iterable<string>): string {
  const top = above.at(-1)
  return top === undefined ? `in ${nearest}` : `in ${nearest} or above it, up to ${top}`
}

/** As the file is named to a person: from where they stand, if it lies there. */
export function shownPath(file: string, {cwd}: Pick<Surroundings, 'cwd'>): string {
  const path = relative(cwd, file)
  return path === '' || path.startsWith('..') ? file : path
}

const mostBytes = 2 ** 20

/** The text of a policy, or of what lies beside one, byte for byte. `what` names it in the error: "policy", "test suite". */
export async function readTextFile(file: string, what = 'policy'): Promise<string> {
  const bytes = await readBytes(file, what)
  if (bytes.length > mostBytes) {
    throw misuse('FILE_TOO_LARGE', `The ${what} ${file} is larger than 1 MiB`, [
      'Split it, or check that it is the file you meant',
    ])
  }
  if (!isUtf8(bytes)) throw notText(file, what, bytes)
  return bytes.toString('utf8')
}

async function readBytes(file: string, what: string): Promise<Buffer> {
  try {
    const handle = await open(file)
    try {
      return await firstBytes(handle)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw unreadable(file, what, cause)
  }
}

/** No more than shows that there is too much: the file may be a disk, or never end. */
async function firstBytes(handle: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (let size = 0; size <= mostBytes; ) {
    const {bytesRead, buffer} = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null)
    if (bytesRead === 0) break
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
  }
  return Buffer.concat(chunks)
}

function unreadable(file: string, what: string, cause: unknown): TameError {
  const {code = String(cause)} = cause as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return misuse('FILE_MISSING', `There is no ${what} ${file}`, ['Check the path'], cause)
  const suggestions = code === 'EISDIR' ? ['Name a file in it'] : [`ls -ld ${file}`]
  return misuse(
    'FILE_UNREADABLE',
    `Can't read the ${what} ${file}: ${reasons[code] ?? code}`,
    suggestions,
    cause,
  )
}

const reasons: Partial<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'it is a link to itself',
}

/** UTF-8 puts no line break inside of a character, so each line can be asked by itself. */
function notText(file: string, what: string, bytes: Buffer): TameError {
  let line = 1
  let start = 0
  for (
    let end = bytes.indexOf(10);
    end !== -1 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    start = end + 1
    line++
  }
  return misuse('FILE_NOT_TEXT', `The ${what} ${file} is not UTF-8 text: line ${line} has other bytes`, [
    'Save it as UTF-8, or check that it is the file you meant',
  ])
}

const misuse = (code: string, message: string, suggestions: readonly string[], cause?: unknown): TameError =>
  new TameError(code, message, {suggestions, exitCode: ExitCode.misuse, ...(cause !== undefined && {cause})})
