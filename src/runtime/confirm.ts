import {createInterface} from 'node:readline'
import {ExitCode, TameError} from '../errors.js'

/** Asks for a yes on the terminal; anything else is a no. Where nobody can be asked, `instead` says how to do without. */
export async function confirm(question: string, instead: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw nobodyToAsk(question, instead)
  return ask(question, 'no')
}

/** Whether there is a person to be asked: in CI, a terminal is none. */
export const canAsk = (): boolean =>
  process.stdin.isTTY && process.stderr.isTTY && !['true', '1'].includes(process.env['CI'] ?? '')

/** Asks on the terminal for a yes or a no; Enter alone is `usual`, and the end of input is a no. */
export async function ask(question: string, usual: 'yes' | 'no'): Promise<boolean> {
  const lines = createInterface({input: process.stdin, output: process.stderr})
  try {
    return await new Promise((resolve, reject) => {
      lines.on('SIGINT', () => reject(interrupted()))
      lines.on('close', () => resolve(false))
      lines.question(`${question} ${usual === 'yes' ? '[Y/n]' : '[y/N]'} `, (answer) => {
        const typed = answer.trim()
        resolve(/^y(es)?$/i.test(typed === '' ? usual : typed))
      })
    })
  } finally {
    lines.close()
  }
}

const nobodyToAsk = (question: string, instead: string): TameError =>
  new TameError('USAGE', `Nobody is there to answer this: ${question}`, {
    suggestions: [instead],
    exitCode: ExitCode.misuse,
  })

const interrupted = (): TameError =>
  new TameError('INTERRUPTED', 'Interrupted before there was an answer', {exitCode: ExitCode.interrupted})
