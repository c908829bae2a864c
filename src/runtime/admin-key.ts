import {closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {userFile} from '../config/places.js'
import {sameUrl} from '../config/resolve.js'
import {reasonOf} from '../disk/reasons.js'
import {replaceFile} from '../disk/replace-file.js'
import {ExitCode, TameError} from '../errors.js'
import type {Key, NewKey, Role} from '../model/key.js'
import type {Soon} from '../model/soon.js'

/** The key by which this user administers a server that was started here. */
export interface AdminKey {
  /** The only server that it is shown to. */
  readonly url: string
  readonly secret: string
}

/** Beside the user's configuration. */
const adminKeyFile = (here: Surroundings): string => join(dirname(userFile(here)), 'admin.key')

/**
 * The key for the server at a URL, with the URL that it was made for: it is shown nowhere else, also when it was asked for by
 * another name. Nothing when none was made for it here.
 */
export function adminKeyFor(url: string, here: Surroundings): AdminKey | undefined {
  const kept = readAdminKeys(adminKeyFile(here))
  return kept.find((each) => sameUrl(each.url, url)) ?? kept.find((each) => isMeantBy(url, each.url))
}

/** `http://localhost:8000` where the key is for `http://127.0.0.1:8000`. Another machine's name can't be meant. */
function isMeantBy(url: string, keyUrl: string): boolean {
  const {protocol, hostname, href} = new URL(url)
  if (protocol !== 'http:' || hostname !== 'localhost') return false
  return ['127.0.0.1', '[::1]'].some((address) => sameUrl(href.replace('localhost', address), keyUrl))
}

interface Keys {
  holderOf(secret: string): Soon<Key | undefined>
  hasSome(role: Role): Soon<boolean>
  create(name: string, role: Role, keep: (secret: string) => void): Promise<NewKey>
}

/**
 * Sees to it that the user who starts a server can administer it: at the first start, a key is made. Gives where it lies;
 * nothing when there are keys of administrators and this user has none of them.
 */
export async function ensureAdminKey(
  url: string,
  keys: Keys,
  here: Surroundings,
): Promise<string | undefined> {
  const file = adminKeyFile(here)
  const mine = await validKey(readAdminKeys(file), keys, url)
  if (mine === undefined && (await keys.hasSome('admin'))) return undefined
  // Read again: meanwhile another server that was started here may have put its key there.
  const keep = (secret: string): void => keepAdminKeys(file, withKey(readAdminKeys(file), {url, secret}))
  if (mine === undefined) await keys.create('first admin', 'admin', keep)
  else if (!sameUrl(mine.url, url)) keep(mine.secret)
  return file
}

/** One that the server knows, the one for its URL first: it may have been started on another port before. */
async function validKey(kept: readonly AdminKey[], keys: Keys, url: string): Promise<AdminKey | undefined> {
  const nearest = kept.toSorted((a, b) => Number(sameUrl(b.url, url)) - Number(sameUrl(a.url, url)))
  for (const each of nearest) if ((await keys.holderOf(each.secret))?.role === 'admin') return each
  return undefined
}

/** Of one key, so many URLs are kept: a server that takes any free port would add one with each start. */
const mostUrls = 8

function withKey(kept: readonly AdminKey[], key: AdminKey): readonly AdminKey[] {
  const others = kept.filter(({url}) => !sameUrl(url, key.url))
  const stale = others.filter(({secret}) => secret === key.secret).slice(0, 1 - mostUrls)
  return [...others.filter((each) => !stale.includes(each)), key]
}

/** A line for each server: its URL, a blank, the key. */
function readAdminKeys(file: string): readonly AdminKey[] {
  const text = readSafely(file)
  return (text ?? '').split('\n').flatMap((line) => {
    const [, url = '', secret = ''] = /^(https?:\/\/\S+) (tk_\w+)$/.exec(line.trim()) ?? []
    return URL.canParse(url) ? [{url, secret}] : []
  })
}

function readSafely(file: string): string | undefined {
  const descriptor = opened(file)
  if (descriptor === undefined) return undefined
  try {
    refuseUnsafe(file, descriptor)
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined
    throw unusable(file, reasonOf(cause), `ls -l ${file}`, cause)
  }
}

/** A key that others can read, or could have put there, is nobody's. */
function refuseUnsafe(file: string, descriptor: number): void {
  const state = fstatSync(descriptor)
  if (!state.isFile()) throw unusable(file, 'it is no regular file', `ls -l ${file}`)
  if (process.getuid === undefined) return
  if (state.uid !== process.getuid())
    throw unusable(file, 'it belongs to another user of this machine', `ls -l ${file}`)
  if ((state.mode & 0o077) !== 0) throw unusable(file, 'others may read it', `chmod 600 ${file}`)
}

function keepAdminKeys(file: string, keys: readonly AdminKey[]): void {
  try {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700})
    replaceFile(file, keys.map(({url, secret}) => `${url} ${secret}\n`).join(''), {mode: 0o600})
  } catch (cause) {
    throw new TameError('ADMIN_KEY_UNWRITABLE', `Can't keep the admin key in ${file}: ${reasonOf(cause)}`, {
      cause,
      suggestions: [`ls -ld ${dirname(file)}`, 'tame keys create NAME --role admin'],
      exitCode: ExitCode.misuse,
    })
  }
}

const unusable = (file: string, why: string, suggestion: string, cause?: unknown): TameError =>
  new TameError('ADMIN_KEY_UNUSABLE', `The admin key in ${file} is not used: ${why}`, {
    cause,
    suggestions: [suggestion],
    exitCode: ExitCode.misuse,
  })
