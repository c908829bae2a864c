import {stdinLines} from '../../runtime/stdin.js'
import {splitText} from '../../ui/typing/words.js'
import type {CommandShell} from './shell.js'

/**
 * Runs the commands of stdin as they come, each as soon as it is whole, to the end; one that fails does not stop the others. The
 * exit status is that of the first that failed.
 */
export async function runScript(shell: CommandShell): Promise<void> {
  let first = 0
  const run = async (text: string, line: number): Promise<void> => {
    const failed = (await shell.run(text)).find((status) => status !== 0)
    if (failed === undefined) return
    first ||= failed
    process.stderr.write(`Line ${line} ended with status ${failed}\n`)
  }
  for await (const {text, line} of commandsOf(linesOf())) {
    await run(text, line)
    if (shell.isLeaving) break
  }
  process.exitCode = first
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

async function* linesOf(): AsyncGenerator<string> {
  for await (const line of stdinLines()) yield line === undefined ? tooLong : line.toString('utf8')
}

/** Refused as a command that there is not: it must not be passed over. */
const tooLong = 'a-line-of-more-than-1-MiB'
