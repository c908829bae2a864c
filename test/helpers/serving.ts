import {spawn} from 'node:child_process'
import path from 'node:path'
import {onTestFinished} from 'vitest'
import type {Workplace} from './workplace.js'

const executable = path.join(import.meta.dirname, '../../bin/run.js')

/** `tame serve` as a process of its own. */
export interface Serving {
  readonly url: string
  /** Sends a signal, and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts one in a workplace, and waits until it listens. */
export async function serve(place: Workplace, args: readonly string[] = ['--port', '0']): Promise<Serving> {
  const child = spawn(process.execPath, [executable, 'serve', '--json', ...args], {
    cwd: place.cwd,
    env: {PATH: process.env['PATH'] ?? '', HOME: place.home, ...place.env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    url: await urlFrom(child),
    async end(signal) {
      child.kill(signal)
      await ended
    },
  }
}

/** What it prints once it listens; rejects, with what it said instead, when it ends before. */
function urlFrom(child: ReturnType<typeof spawn>): Promise<string> {
  let stdout = ''
  let stderr = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.endsWith('}\n')) resolve((JSON.parse(stdout) as {url: string}).url)
    })
    child.on('close', () => reject(new Error(`tame serve ended: ${stderr}${stdout}`)))
  })
}
