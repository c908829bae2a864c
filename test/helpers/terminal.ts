import {type IPty, spawn} from '@lydell/node-pty'
import {onTestFinished} from 'vitest'
import {ScreenImage} from './screen-image.js'

export interface TerminalOptions {
  cwd: string
  env: Record<string, string>
  columns: number
  rows: number
  /** Node, unless it is named. */
  program?: string
}

/** A program in a real pseudo-terminal. */
export interface Terminal {
  /** Everything written so far, with its escape sequences. */
  output(): string
  type(text: string): void
  resize(columns: number, rows: number): void
  signal(name: string): void
  /** Takes the terminal away, as a window that is closed; resolves with the signal that the program ended by, or 0. */
  hangUp(): Promise<number>
  /** What is seen now. */
  screen(): ScreenImage
  /** Resolves with what is seen when that is as wanted; rejects, with what was there instead, when the program ends without. */
  waitForScreen(isWanted: (text: string) => boolean): Promise<string>
  /** Resolves when the output contains the text; rejects, with what was there instead, when the program ends without. */
  waitFor(text: string): Promise<void>
  /** Resolves with the exit status. */
  finished: Promise<number>
}

export function openTerminal(
  args: readonly string[],
  {cwd, env, columns, rows, program = process.execPath}: TerminalOptions,
): Terminal {
  // Its own `destroy` sends a signal besides, which a window that is closed does not.
  const pty: IPty & {_socket?: {destroy(): void}} = spawn(program, [...args], {
    cwd,
    env: {TERM: 'xterm-256color', ...env},
    cols: columns,
    rows,
  })
  let output = ''
  let exitCode: number | undefined
  const watchers = new Set<() => void>()
  const tellAll = (): void => {
    for (const watcher of watchers) watcher()
  }
  pty.onData((data) => {
    output += data
    tellAll()
  })
  const finished = new Promise<number>((resolve) => {
    pty.onExit((exit) => {
      exitCode = exit.exitCode
      resolve(exit.exitCode)
      tellAll()
    })
  })
  onTestFinished(() => {
    if (exitCode === undefined) pty.kill()
  })
  const waitUntil = (what: string, isThere: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const there = isThere()
        if (!there && exitCode === undefined) return
        watchers.delete(look)
        if (there) resolve()
        else reject(new Error(`It ended without ${what}, after:\n${output}`))
      }
      watchers.add(look)
      look()
    })
  const screen = (): ScreenImage => new ScreenImage(wholeSequences(output))
  return {
    output: () => output,
    type: (text) => pty.write(text),
    resize: (width, height) => pty.resize(width, height),
    signal: (name) => pty.kill(name),
    hangUp: () =>
      new Promise((resolve) => {
        pty.onExit(({signal}) => resolve(signal ?? 0))
        pty._socket?.destroy()
      }),
    waitFor: (text) => waitUntil(JSON.stringify(text), () => output.includes(text)),
    screen,
    async waitForScreen(isWanted) {
      await waitUntil('what was waited for', () => isWanted(screen().text))
      return screen().text
    },
    finished,
  }
}

/** What is read may end in the middle of a sequence. */
const wholeSequences = (output: string): string => output.replace(unfinished, '')

const esc = '\u001b'
const unfinished = new RegExp(`${esc}(\\[[?\\d;]*)?$`)
