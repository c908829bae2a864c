import type {Stats} from 'node:fs'
import {quoted, storeFailure} from './errors.js'
import {databaseFile} from './place.js'

/**
 * The file that connections have open. Under one that was put in its place, or when it was taken away, SQLite goes on
 * writing to the old one, which nobody will read again.
 */
export class OpenedFile {
  private opened: Stats | undefined
  private checkedAtMs = Number.NEGATIVE_INFINITY

  constructor(private readonly file: string) {}

  /**
   * For those who write one little thing after the other, each of which takes less time than a few looks at the file. What
   * is written until the next look is lost with all that was written before: as if the file had gone a moment later.
   */
  checkNowAndThen(): void {
    const nowMs = Date.now()
    if (Math.abs(nowMs - this.checkedAtMs) < 5) return
    this.check()
    this.checkedAtMs = nowMs
  }

  /** Throws where it is no longer the file it was. */
  check(): void {
    const now = databaseFile(this.file)
    this.opened ??= now
    if (this.opened === undefined || (now?.ino === this.opened.ino && now.dev === this.opened.dev)) return
    throw storeFailure(
      'STORE_REPLACED',
      `The database ${this.file} was ${now === undefined ? 'removed' : 'replaced'} while it was in use`,
      [
        `ls -l ${quoted(this.file)}*`,
        'Start again what was using it: that reads the file which is there then',
      ],
    )
  }
}
