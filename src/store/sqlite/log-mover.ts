import {Worker} from 'node:worker_threads'
import type {Opening} from './open-connection.js'

/** About a hundred pages. Fewer are not worth the disk's two waits. */
const enough = 256
const afterMs = 250

/**
 * Moves what was written from the log into the database in a thread of its own, so that who writes does not wait for the disk each
 * time: eight callers at once would all wait with it.
 */
export class LogMover {
  private readonly worker: Worker
  private readonly patienceMs: number
  private readonly ended: Promise<void>
  private timer: NodeJS.Timeout | undefined
  private written = 0

  /** `onEnd`: it moves nothing any more. Throws where the system has no thread to give. */
  constructor(script: string, {file, patienceMs}: Pick<Opening, 'file' | 'patienceMs'>, onEnd: () => void) {
    this.patienceMs = patienceMs
    this.worker = new Worker(script, {workerData: file})
    this.worker.unref()
    // What went wrong there stops nobody here: the log is moved by who writes, as without it.
    this.worker.on('error', () => {})
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()))
    void this.ended.then(onEnd)
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
    this.worker.postMessage('move')
  }

  /** Resolves when its connection is closed. One that does not answer is ended: a server that stops must not wait for ever. */
  async close(): Promise<void> {
    clearTimeout(this.timer)
    this.worker.ref()
    this.worker.postMessage('end')
    const ending = setTimeout(() => void this.worker.terminate(), this.patienceMs)
    await this.ended
    clearTimeout(ending)
  }
}
