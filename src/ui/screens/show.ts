import {renderToString} from 'ink'
import {type Key, KeyReader} from './key.js'
import type {Cursor, Screen, ScreenEvent, Size} from './screen.js'

/** The terminal, as far as a screen needs it. */
export interface Stage {
  readonly size: Size
  open(): void
  draw(frame: string, cursor?: Cursor): void
  /** Gives the terminal to another program for as long as that runs. */
  lend<Result>(use: () => Promise<Result>): Promise<Result>
  /** Stops the program until somebody has it go on. */
  suspend(): void
  close(): void
}

/** What a stage tells of itself. */
interface StageListeners {
  onInput(sent: string): void
  onResize(size: Size): void
  onHangUp(): void
}

export interface ShowOptions<State, Event, Deed, On extends Stage = Stage> {
  readonly screen: Screen<State, Event, Deed>
  readonly openStage: (listeners: StageListeners) => On
  /** Does what a step asks for, and tells what came of it. What it throws ends the screen. */
  readonly perform: (deed: Deed, dispatch: (event: Event) => void, stage: On) => void | Promise<void>
  /** Tells what happens in the world, until the signal says that nobody looks any more. */
  readonly follow: (dispatch: (event: Event) => void, signal: AbortSignal) => Promise<void>
  readonly now: () => number
  /** Whether Alt with a letter is a key of its own. */
  readonly hasAlt?: boolean
  /** Whether Ctrl-Z is a key like others. Otherwise it stops the program, as it would without a screen. */
  readonly hasControlZ?: boolean
}

/** So often a frame is drawn at most, however much happens. */
const frameMs = 25
const tickMs = 250
/** What follows an escape within this time belongs to it. */
const escapeMs = 40

/** Shows a screen until it is over; gives back what it came to. */
export async function show<State, Event, Deed, On extends Stage = Stage>(
  options: ShowOptions<State, Event, Deed, On>,
): Promise<State> {
  const showing = new Showing(options)
  try {
    return await showing.run()
  } finally {
    showing.close()
  }
}

class Showing<State, Event, Deed, On extends Stage> {
  private state: State
  private readonly stage: On
  private readonly keys: KeyReader
  private readonly following = new AbortController()
  private ticking: NodeJS.Timeout | undefined
  private escape: NodeJS.Timeout | undefined
  private drawnAtMs = Number.NEGATIVE_INFINITY
  private nextFrame: NodeJS.Timeout | undefined
  private end: {resolve: (state: State) => void; reject: (error: unknown) => void} | undefined

  constructor(private readonly options: ShowOptions<State, Event, Deed, On>) {
    this.state = options.screen.start
    this.keys = new KeyReader(options.hasAlt)
    this.stage = options.openStage({
      onInput: (sent) => this.typed(sent),
      onResize: (size) => this.happened({kind: 'resized', size}),
      onHangUp: () => this.happened({kind: 'hung up'}),
    })
  }

  run(): Promise<State> {
    const {follow, now} = this.options
    return new Promise((resolve, reject) => {
      this.end = {resolve, reject}
      this.stage.open()
      this.happened({kind: 'resized', size: this.stage.size})
      this.ticking = setInterval(() => this.happened({kind: 'ticked', nowMs: now()}), tickMs)
      follow((event) => this.happened(event), this.following.signal).catch(reject)
    })
  }

  close(): void {
    this.following.abort()
    for (const timer of [this.ticking, this.escape, this.nextFrame]) clearTimeout(timer)
    this.stage.close()
  }

  private typed(sent: string): void {
    clearTimeout(this.escape)
    this.press(this.keys.read(sent))
    if (this.keys.isWaiting) this.escape = setTimeout(() => this.press(this.keys.flush()), escapeMs)
  }

  private press(keys: readonly Key[]): void {
    const nowMs = this.options.now()
    for (const key of keys) {
      if (key.name === 'control z' && !this.options.hasControlZ) this.stage.suspend()
      else this.happened({kind: 'key', key, nowMs})
    }
  }

  private happened(event: Event | ScreenEvent): void {
    // Nothing thrown here may be lost: a screen that stands still looks as if all were well.
    try {
      const {screen, perform, now} = this.options
      const {state, deeds} = screen.step(this.state, event, now())
      const isNew = state !== this.state
      this.state = state
      const dispatch = (each: Event): void => this.happened(each)
      for (const deed of deeds) void this.performed(async () => perform(deed, dispatch, this.stage))
      if (screen.isOver(state)) this.end?.resolve(state)
      else if (isNew) this.drawSoon()
    } catch (error) {
      this.end?.reject(error)
    }
  }

  private async performed(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.end?.reject(error)
    }
  }

  private drawSoon(): void {
    const waitMs = Math.max(0, this.drawnAtMs + frameMs - this.options.now())
    this.nextFrame ??= setTimeout(() => this.draw(), waitMs)
  }

  private draw(): void {
    this.nextFrame = undefined
    this.drawnAtMs = this.options.now()
    try {
      const {columns} = this.stage.size
      const {draw, cursor} = this.options.screen
      this.stage.draw(renderToString(draw(this.state), {columns}), cursor?.(this.state))
    } catch (error) {
      this.end?.reject(error)
    }
  }
}
