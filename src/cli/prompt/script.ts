import {isUtf8} from 'node:buffer'
import {ExitCode, TameError} from '../../errors.js'
import {stdinLines} from '../../runtime/stdin.js'
import {splitText} from '../../ui/typing/words.js'
import type {CommandShell} from './shell.js'

/**
 * Runs the commands of stdin as they come, each as soon as it is whole, to the end; one that fails does not stop the others. The
 * exit status is that of the first that failed.
 */
export async function runScript(shell: CommandShell): Promise<void> {
  let first = 0
  try {
    for await (const {text, line} of commandsOf(linesOf())) {
      const status = await statusAt(line, shell.run(text))
      first ||= status
      if (shell.isLeaving) break
    }
  } catch (error) {
    const status = await shell.statusOf(async () => Promise.reject(error), [])
    first ||= status
  }
  process.exitCode = first
}

/** The status of a line; one that failed is named, so that it is found. */
async function statusAt(line: number, running: Promise<number[]>): Promise<number> {
  const failed = (await running).find((status) => status !== 0) ?? 0
  if (failed !== 0) process.stderr.write(`Line ${line} ended with status ${failed}\n`)
  return failed
}

interface Numbered {
  readonly text: string
  readonly line: number
}

/** Lines, and several as one where a quote, a bracket or a backslash goes on over them. */
async function* commandsOf(lines: AsyncIterable<string>): AsyncGenerator<Numbered> {
  let text = ''
  let [line, begun] = [0, 1]
  for await (const next of lines) {
    line++
    if (text === '') begun = line
    text = text === '' ? next : `${text}\n${next}`
    if (splitText(text).open !== null) continue
    if (text.trim() !== '') yield {text, line: begun}
    text = ''
  }
  if (text !== '') yield {text, line: begun}
}

/** What can't be read as a line could be the middle of a command: the rest is not run without it. */
async function* linesOf(): AsyncGenerator<string> {
  let at = 0
  for await (const line of stdinLines()) {
    at++
    if (line === undefined) throw unreadable('INPUT_TOO_LARGE', `Line ${at} is longer than 1 MiB`)
    if (!isUtf8(line)) throw unreadable('INPUT_NOT_TEXT', `Line ${at} is not UTF-8 text`)
    yield line.toString('utf8')
  }
}

const unreadable = (code: string, message: string): TameError =>
  new TameError(code, message, {
    suggestions: ['Put a command a line, as UTF-8 text'],
    exitCode: ExitCode.misuse,
  })
