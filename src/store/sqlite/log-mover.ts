import {Worker} from 'node:worker_threads'
import type {Growth, TreeState} from '../../ledger/merkle/entry-tree.js'
import type {Subtree} from '../../ledger/merkle/subtree.js'
import type {Grown, Wish} from './log-thread.js'
import type {Opening} from './open-connection.js'

/** About a hundred pages. Fewer are not worth the disk's two waits. */
const enough = 256
const afterMs = 250

/** So many entries are taken into the tree at most before the thread is to tell that it is there: a tenth of a second's. */
const stepLength = 16_384

/** What is read there is garbage at once: three times this would be held for nothing. */
const youngMb = 4

/**
 * Does in a thread of its own what who writes would have to wait for, and all callers with it: moves what was written from the log
 * into the database, and takes it into the tree that is signed.
 */
export class LogMover {
  private readonly worker: Worker
  private readonly patienceMs: number
  private readonly ended: Promise<void>
  private readonly growing = new Map<number, (growth: Growth | undefined) => void>()
  private timer: NodeJS.Timeout | undefined
  private written = 0
  private asked = 0

  /** `onEnd`: it does nothing any more. Throws where the system has no thread to give. */
  constructor(script: string, {file, patienceMs}: Pick<Opening, 'file' | 'patienceMs'>, onEnd: () => void) {
    this.patienceMs = patienceMs
    this.worker = new Worker(script, {
      workerData: file,
      resourceLimits: {maxYoungGenerationSizeMb: youngMb},
    })
    this.worker.on('message', ({id, growth}: Grown) => this.answer(id, growth))
    this.worker.unref()
    // What went wrong there stops nobody here: it is done by who writes, as without it.
    this.worker.on('error', () => {})
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()))
    void this.ended.then(() => {
      for (const id of this.growing.keys()) this.answer(id, undefined)
      onEnd()
    })
  }

  /** So many entries were written. */
  note(entries: number): void {
    this.written += entries
    if (this.written < enough || this.timer !== undefined) return
    this.timer = setTimeout(() => this.move(), afterMs).unref()
  }

  private move(): void {
    this.timer = undefined
    this.written = 0
    this.wish({kind: 'move'})
  }

  /** Nothing where it can't be done there. */
  async grow(from: TreeState, upTo: number): Promise<Growth | undefined> {
    const subtrees: Subtree[] = []
    let state = from
    while (state.size < upTo) {
      const stepEnd = Math.min(upTo, state.size + stepLength)
      const growth = await this.growStep(state, stepEnd)
      if (growth === undefined) return undefined
      state = growth.state
      subtrees.push(...growth.subtrees)
      if (state.size < stepEnd) break
    }
    return {state, subtrees}
  }

  /** One that does not answer is ended, and does nothing any more. */
  private growStep(from: TreeState, upTo: number): Promise<Growth | undefined> {
    const id = ++this.asked
    return new Promise((resolve) => {
      const ending = setTimeout(() => void this.worker.terminate(), this.patienceMs)
      this.growing.set(id, (growth) => {
        clearTimeout(ending)
        resolve(growth)
      })
      this.worker.ref()
      this.wish({kind: 'grow', id, from, upTo})
    })
  }

  private answer(id: number, growth: Growth | undefined): void {
    this.growing.get(id)?.(growth)
    this.growing.delete(id)
    if (this.growing.size === 0) this.worker.unref()
  }

  private wish(wish: Wish): void {
    this.worker.postMessage(wish)
  }

  /** Resolves when its connection is closed. One that does not answer is ended: a server that stops must not wait for ever. */
  async close(): Promise<void> {
    clearTimeout(this.timer)
    this.worker.ref()
    this.wish({kind: 'end'})
    const ending = setTimeout(() => void this.worker.terminate(), this.patienceMs)
    await this.ended
    clearTimeout(ending)
  }
}
