import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {onTestFinished} from 'vitest'
import type {Surroundings} from '../../src/config/layer.js'
import {openTerminal, type Terminal} from './terminal.js'

const executable = path.join(import.meta.dirname, '../../bin/run.js')

export interface Finished {
  status: number | null
  stdout: string
  stderr: string
}

/** A process under way. */
interface Started {
  /** Resolves with all of stdout when it contains the text; rejects when the process ends without. */
  waitFor(text: string): Promise<string>
  signal(name: NodeJS.Signals): void
  finished: Promise<Finished>
}

interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  input?: string
  /** Closes its stdout at once, as `| head -0` would. */
  unread?: boolean
  /** A file in place of the pipe. */
  stdout?: number
}

/** A user's home and a repository in it, on a real disk, gone when the test is over. */
export interface Workplace extends Surroundings {
  /** Writes a file; a relative path lies in the repository, one with `~/` in the home. */
  write(file: string, text: string): string
  read(file: string): string
  pathOf(file: string): string
  /** Runs the built executable with pipes for its streams. */
  run(args: readonly string[], options?: RunOptions): Promise<Finished>
  /** Starts it with pipes for its streams, for a test that talks to it while it runs. */
  start(args: readonly string[], options?: Pick<RunOptions, 'env'>): Started
  /** Starts it, and says to its stdin what is said here. */
  pipe(args: readonly string[]): Started & {say(text: string): void; end(): void}
  /** Has bash run a line in which `tame` and `npx tame` are what was built; in a terminal, for one that asks or waits. */
  type(line: string, options?: {env?: Record<string, string>}): Terminal
  /** Runs it in a terminal. */
  open(
    args: readonly string[],
    options?: {columns?: number; rows?: number; env?: Record<string, string>},
  ): Terminal
}

export function createWorkplace(): Workplace {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'tame-')))
  onTestFinished(() => rmSync(base, {recursive: true, force: true}))
  const home = path.join(base, 'home')
  const cwd = path.join(home, 'project')
  mkdirSync(path.join(cwd, '.git'), {recursive: true})
  const pathOf = (file: string): string => path.resolve(cwd, file.replace(/^~(?=\/)/, home))
  const environment = (extra: Record<string, string> = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    // What the first run compiled serves all: not that is tested here, but what tame says.
    XDG_CACHE_HOME: path.join(tmpdir(), `tame-test-cache-${process.getuid?.() ?? 0}`),
    ...extra,
  })
  return {
    cwd,
    home,
    env: {},
    owners: undefined,
    pathOf,
    write(file, text) {
      const target = pathOf(file)
      mkdirSync(path.dirname(target), {recursive: true})
      writeFileSync(target, text)
      return target
    },
    read: (file) => readFileSync(pathOf(file), 'utf8'),
    run: (args, options = {}) =>
      runPiped(args, {...options, cwd: options.cwd ?? cwd, env: environment(options.env)}),
    start(args, options = {}) {
      const started = startPiped(args, cwd, environment(options.env))
      started.end()
      return started
    },
    pipe: (args) => startPiped(args, cwd, environment()),
    type(line, options = {}) {
      const installed = path.join(base, 'installed')
      mkdirSync(installed, {recursive: true})
      const run = `exec '${process.execPath}' '${executable}' "$@"\n`
      writeFileSync(path.join(installed, 'tame'), `#!/bin/sh\n${run}`, {mode: 0o755})
      writeFileSync(path.join(installed, 'npx'), `#!/bin/sh\nshift\n${run}`, {mode: 0o755})
      const PATH = `${installed}:${process.env['PATH'] ?? ''}`
      const env = environment({PATH, ...options.env})
      return openTerminal(['-c', line], {program: 'bash', columns: 80, rows: 24, cwd, env})
    },
    open: (args, options = {}) =>
      openTerminal([executable, ...args], {
        columns: 80,
        rows: 24,
        ...options,
        cwd,
        env: environment(options.env),
      }),
  }
}

function runPiped(
  args: readonly string[],
  {cwd, env, input, unread = false, stdout: file = undefined}: RunOptions,
): Promise<Finished> {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd,
    env,
    stdio: ['pipe', file ?? 'pipe', 'pipe'],
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  // A program that ends before it has read its input is no failure of the test.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input ?? '')
  if (unread) child.stdout?.destroy()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({status, stdout: stdout(), stderr: stderr()}))
  })
}

function startPiped(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): ReturnType<Workplace['pipe']> {
  const child = spawn(process.execPath, [executable, ...args], {cwd, env, stdio: 'pipe'})
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (status) => resolve({status, stdout: stdout(), stderr: stderr()}))
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const waitFor = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout().includes(text)) resolve(stdout())
      }
      child.stdout.on('data', look)
      void finished.then(({stderr: said}) =>
        reject(new Error(`It ended without ${JSON.stringify(text)}: ${said}`)),
      )
      look()
    })
  return {
    waitFor,
    signal: (name) => void child.kill(name),
    finished,
    say: (text) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}
