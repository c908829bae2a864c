import type {Stats} from 'node:fs'
import {quoted, storeFailure} from './errors.js'
import {databaseFile} from './place.js'

/**
 * The file that connections have open. Under one that was put in its place, or when it was taken away, SQLite goes on
 * writing to the old one, which nobody will read again.
 */
export class OpenedFile {
  private opened: Stats | undefined

  constructor(private readonly file: string) {}

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
