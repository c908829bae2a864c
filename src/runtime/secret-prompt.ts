import {on} from 'node:events'
import type {ReadStream} from 'node:tty'
import {ExitCode, TameError} from '../errors.js'
import {HiddenLine} from './hidden-line.js'
import {readStdin} from './stdin.js'

/** What stdin brings: from a terminal one line, asked for and not shown, from anything else all of it. */
export const readSecret = (question: string): Promise<string> =>
  process.stdin.isTTY ? ask(question, process.stdin) : readStdin()

async function ask(question: string, terminal: ReadStream): Promise<string> {
  const {isRaw} = terminal
  // Before the question, so that nothing typed in answer to it is shown.
  terminal.setRawMode(true).setEncoding('utf8')
  try {
    process.stderr.write(question)
    return await hiddenLine(terminal)
  } finally {
    terminal.setRawMode(isRaw).pause()
    process.stderr.write('\n')
  }
}

async function hiddenLine(terminal: ReadStream): Promise<string> {
  const line = new HiddenLine()
  for await (const [sent] of on(terminal, 'data', {close: ['end']})) {
    const state = line.type(String(sent))
    if (state === 'entered') return line.text
    if (state === 'interrupted') break
  }
  throw new TameError('INTERRUPTED', 'Interrupted before a value was given', {exitCode: ExitCode.interrupted})
}
