import {createInterface} from 'node:readline'
import {ExitCode, TameError} from '../errors.js'

/** Asks for a yes on the terminal; anything else is a no. Where nobody can be asked, `instead` says how to do without. */
export async function confirm(question: string, instead: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw nobodyToAsk(instead)
  const lines = createInterface({input: process.stdin, output: process.stderr})
  try {
    return await new Promise((resolve, reject) => {
      lines.on('SIGINT', () => reject(interrupted()))
      lines.on('close', () => resolve(false))
      lines.question(`${question} [y/N] `, (answer) => resolve(/^y(es)?$/i.test(answer.trim())))
    })
  } finally {
    lines.close()
  }
}

const nobodyToAsk = (instead: string): TameError =>
  new TameError('USAGE', 'There is nobody to ask whether this is meant', {
    suggestions: [instead],
    exitCode: ExitCode.misuse,
  })

const interrupted = (): TameError =>
  new TameError('INTERRUPTED', 'Interrupted before there was an answer', {exitCode: ExitCode.interrupted})
