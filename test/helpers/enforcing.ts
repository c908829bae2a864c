import {type ChildProcess, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'

const program = fileURLToPath(new URL('./enforcing-child.js', import.meta.url))

export interface Enforcing {
  readonly cwd: string
  readonly home: string
  readonly durability?: 'full' | 'normal'
  readonly callers: number
  readonly calls: number
  readonly tool: string
  readonly sessions: number
  readonly args?: object
  /** No file may become larger, in blocks of 512 bytes. */
  readonly mostBlocks?: number
  readonly uid?: number
}

/** A process that asks for many calls at once. */
export class EnforcingProcess {
  /** What it printed, in order. */
  readonly lines: string[] = []
  readonly ended: Promise<number | null>
  private readonly child: ChildProcess
  private readonly waiting = new Set<() => void>()

  constructor({home, mostBlocks, uid, ...asked}: Enforcing) {
    const limit = mostBlocks === undefined ? '' : `ulimit -f ${mostBlocks}; `
    this.child = spawn(
      'sh',
      ['-c', `${limit}exec "$0" "$@"`, process.execPath, program, JSON.stringify(asked)],
      {
        env: {PATH: process.env['PATH'] ?? '', HOME: home},
        stdio: ['ignore', 'pipe', 'inherit'],
        ...(uid === undefined ? {} : {uid, gid: uid}),
      },
    )
    const {stdout} = this.child
    if (stdout !== null) createInterface(stdout).on('line', (line) => this.add(line))
    this.ended = new Promise((resolve) => this.child.on('close', resolve))
  }

  /** Resolves when it has printed so many lines, or has ended. */
  async printed(count: number): Promise<void> {
    const wake = (): Promise<void> => new Promise((resolve) => this.waiting.add(resolve))
    const isOver = this.ended.then(() => 'over')
    while (this.lines.length < count) if ((await Promise.race([wake(), isOver])) === 'over') return
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  /** The ids of the calls that were answered. */
  get answered(): string[] {
    return this.lines.filter((line) => /^[0-9a-f]{8}-/.test(line)).map((line) => line.split(' ')[0] ?? '')
  }

  effects(effect: string): number {
    return this.lines.filter((line) => line.endsWith(` ${effect}`)).length
  }

  private add(line: string): void {
    this.lines.push(line)
    for (const wake of this.waiting) wake()
    this.waiting.clear()
  }
}
