import {resolve} from 'node:path'
import {wayToFile} from '../disk/missing-file.js'
import {readText} from '../disk/read-text.js'
import {ExitCode, TameError} from '../errors.js'
import {readStdin} from './stdin.js'

/** The text of a file, or of stdin for `-`. */
export async function readInput(name: string, cwd: string): Promise<string> {
  if (name === '-') return readStdin()
  const path = resolve(cwd, name)
  const text = readText(path, {name: 'input', prefix: 'INPUT'})
  if (text !== undefined) return text
  throw new TameError('INPUT_UNREADABLE', `There is no file ${path}`, {
    suggestions: [wayToFile(path)],
    exitCode: ExitCode.misuse,
  })
}

/** What a text of JSON says. `name` says in the error whose text it was. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TameError('INVALID_JSON', `${name} is not JSON: ${withoutText((cause as Error).message)}`, {
      suggestions: ['Check it with: jq .'],
      exitCode: ExitCode.misuse,
    })
  }
}

/** What V8 says, without the piece of the text that it quotes: that may be a secret, and the message end in a log. */
function withoutText(message: string): string {
  const rest = message.replace(/(?:, )?(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON$/, '')
  return rest === '' ? 'it is no value' : rest
}
