import type {ReadStream, WriteStream} from 'node:tty'
import {FrameWriter} from './frame-writer.js'
import {endAsHungUp} from './interrupt.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** What is told of the terminal while a screen has it. */
export interface StageListeners {
  /** What the terminal sends for the keys. */
  onInput(sent: string): void
  onResize(size: Size): void
  /** There is nobody at the keys any more. */
  onHangUp(): void
}

/** A place in a frame, from 0. */
export interface Cursor {
  readonly row: number
  readonly column: number
}

/** Where frames are drawn. */
export interface Page {
  /** What the terminal is told before the first frame. */
  readonly begin: string
  /** What it is told after the last. */
  end(): string
  draw(frame: string, cursor?: Cursor): void
  /** The terminal has other dimensions, or was another program's meanwhile. */
  forget(size: Size): void
}

const endings = ['SIGTERM', 'SIGHUP'] as const

/** What was typed while another program had the terminal is read within this time. */
const catchUpMs = 50

/** Linux keeps a Ctrl-D that was typed ahead of who reads keys one by one as a zero. */
const withEnds = (typedAhead: string): string => typedAhead.replaceAll('\0', '\u0004')

/** A terminal while a screen has it. Whatever ends the program, the terminal is given back as it was. */
export class Stage {
  protected isTaken = false
  private isClosed = false
  private isCatchingUp = false

  constructor(
    private readonly input: ReadStream,
    private readonly output: WriteStream,
    private readonly listeners: StageListeners,
    private readonly page: Page = new FrameWriter(output),
  ) {}

  get size(): Size {
    // A terminal that does not know its size says 0.
    return {columns: this.output.columns || 80, rows: this.output.rows || 24}
  }

  open(): void {
    this.input.setEncoding('utf8')
    this.take()
    this.output.on('resize', this.resized)
    this.input.on('end', this.hungUp)
    process.on('exit', this.giveBack)
    // Before whoever reports it: on this page nobody would read that.
    process.on('uncaughtExceptionMonitor', this.giveBack)
    for (const signal of endings) process.prependOnceListener(signal, this.ended)
    process.on('SIGCONT', this.wentOn)
  }

  draw(frame: string, cursor?: Cursor): void {
    if (this.isTaken) this.page.draw(frame, cursor)
  }

  /** Gives the terminal to another program for as long as that runs. */
  async lend<Result>(use: () => Promise<Result>): Promise<Result> {
    if (this.isClosed) throw new Error('the screen is gone')
    this.giveBack()
    try {
      return await use()
    } finally {
      // Left meanwhile, nobody would give it back a second time.
      if (!this.isClosed) this.takeBack()
    }
  }

  /** Ctrl-Z: the whole job stops, as a terminal that is not raw would have it, and the screen is there again with `fg`. */
  suspend(): void {
    if (!this.isTaken || process.platform === 'win32') return
    this.giveBack()
    process.kill(0, 'SIGTSTP')
    // Where nobody could let it go on it was not stopped either.
    setImmediate(() => {
      if (!this.isClosed) this.continued()
    })
  }

  close(): void {
    this.isClosed = true
    this.giveBack()
    this.output.off('resize', this.resized)
    this.input.off('end', this.hungUp)
    process.off('exit', this.giveBack)
    process.off('uncaughtExceptionMonitor', this.giveBack)
    for (const signal of endings) process.off(signal, this.ended)
    process.off('SIGCONT', this.wentOn)
  }

  private takeBack(): void {
    this.isCatchingUp = true
    // Not by the timer alone: whatever kept the process busy meanwhile, the terminal is read once before.
    const caughtUp = (): void => {
      this.isCatchingUp = false
    }
    setTimeout(() => setImmediate(caughtUp), catchUpMs).unref()
    this.take()
  }

  private readonly heard = (sent: string): void =>
    this.listeners.onInput(this.isCatchingUp ? withEnds(sent) : sent)

  private take(): void {
    this.isTaken = true
    this.input.setRawMode(true)
    this.input.on('data', this.heard).resume()
    this.page.forget(this.size)
    this.output.write(this.page.begin)
  }

  private readonly giveBack = (): void => {
    if (!this.isTaken) return
    this.isTaken = false
    this.input.off('data', this.heard).pause()
    this.input.setRawMode(false)
    this.output.write(this.page.end())
  }

  /** Once: whoever closes the rest sends the signal again, which must then end the process. */
  private readonly ended = (signal: NodeJS.Signals): void => {
    this.giveBack()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }

  /** Stopped from elsewhere, it was not asked before: the terminal was the shell's meanwhile. */
  private readonly wentOn = (): void => {
    if (this.isTaken) this.continued()
  }

  private continued(): void {
    // Node believes that it is raw still, and would leave it as the shell has it.
    this.input.setRawMode(false)
    this.input.off('data', this.heard)
    this.take()
    this.listeners.onResize(this.size)
  }

  private readonly hungUp = (): void => {
    endAsHungUp()
    this.listeners.onHangUp()
  }

  private readonly resized = (): void => {
    this.page.forget(this.size)
    this.listeners.onResize(this.size)
  }
}
