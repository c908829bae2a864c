import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {ExitCode, TameError} from '../errors.js'
import {readStdin} from './stdin.js'

/** The text of a file, or of stdin for `-`. */
export async function readInput(name: string, cwd: string): Promise<string> {
  if (name === '-') return readStdin()
  const path = resolve(cwd, name)
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    const message = code === 'ENOENT' ? `There is no file ${path}` : `Can't read ${path}: ${code}`
    throw new TameError('INPUT_UNREADABLE', message, {
      cause,
      suggestions: [`ls -ld ${path}`],
      exitCode: ExitCode.misuse,
    })
  }
}

/** What a text of JSON says. `name` says in the error whose text it was. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TameError('INVALID_JSON', `${name} is not JSON: ${(cause as Error).message}`, {
      cause,
      suggestions: ['Check it with: jq .'],
      exitCode: ExitCode.misuse,
    })
  }
}
