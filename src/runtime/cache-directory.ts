import {lstatSync, mkdirSync, statSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'

/** Where tame may keep what it can make again. */
export function cacheDirectory(home: string, env: Readonly<Record<string, string | undefined>>): string {
  const named = env['XDG_CACHE_HOME'] ?? env['LOCALAPPDATA']
  return join(named !== undefined && isAbsolute(named) ? named : join(home, '.cache'), 'tame')
}

/**
 * Makes a directory that nobody else can write to, or gives nothing. What lies there is believed (code, checked
 * policies), so one that others own or may write to is not used; nor is any in somebody else's home, as under sudo.
 */
export function openPrivateDirectory(directory: string, home: string): string | undefined {
  try {
    if (!isOurs(statSync(home).uid)) return undefined
    mkdirSync(directory, {recursive: true, mode: 0o700})
    const {uid, mode} = lstatSync(directory)
    const closed = process.platform === 'win32' || (mode & 0o022) === 0
    return isOurs(uid) && closed ? directory : undefined
  } catch {
    return undefined
  }
}

const isOurs = (uid: number): boolean => process.getuid === undefined || uid === process.getuid()
