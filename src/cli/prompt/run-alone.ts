import {type ChildProcess, spawn} from 'node:child_process'
import {join} from 'node:path'
import {ExitCode, TameError} from '../../errors.js'

/**
 * Whether a command has a process of its own: one that goes on until Ctrl-C, or for long, so that Ctrl-C ends it and not the
 * prompt; and one that reads stdin, or asks, whose end would be the prompt's as well.
 */
export function mustRunAlone(id: string, argv: readonly string[]): boolean {
  const isQueue = id === 'approve' && argv.every((word) => word.startsWith('-')) && !argv.includes('--list')
  return (
    isQueue ||
    ['serve', 'demo', 'init'].includes(id) ||
    id.startsWith('audit:') ||
    argv.some((word) => ['--follow', '--watch', '--all', '--jsonl', '--edit', '-', '-f'].includes(word)) ||
    argv.some((word) => /^--[a-z-]+=-$/.test(word))
  )
}

/**
 * Whether a command works for as long as there is much of something, without a pause in which it would be told to stop: then Ctrl-C
 * is to end its process. The newest calls alone are read at once.
 */
export const mayLast = (id: string, argv: readonly string[]): boolean =>
  ['policy:test', 'policy:lint'].includes(id) || (id === 'logs' && argv.some((word) => word !== '--json'))

/** What ends the prompt ends what runs for it as well. */
const endings = ['SIGTERM', 'SIGHUP'] as const

interface Alone {
  readonly root: string
  readonly id: string
  readonly argv: readonly string[]
  readonly isPerson: boolean
}

/** Runs it on the same terminal; its status is left with this process. */
export async function runAlone({root, id, argv, isPerson}: Alone): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'run.js'), ...id.split(':'), ...argv], {
    stdio: [isPerson ? 'inherit' : 'ignore', 'inherit', 'inherit'],
  })
  const end = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of endings) process.on(signal, end)
  try {
    process.exitCode = await statusOf(child)
  } finally {
    for (const signal of endings) process.off(signal, end)
  }
}

const statusOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(notStarted(cause)))
    child.on('close', (status) => resolve(status ?? ExitCode.interrupted))
  })

const notStarted = (cause: Error): TameError =>
  new TameError('NOT_STARTED', `Can't start a process for this command: ${cause.message}`, {
    cause,
    suggestions: ['Run it outside the prompt, with tame before it'],
  })
