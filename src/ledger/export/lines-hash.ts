import {createHash} from 'node:crypto'

/** The hash of lines, as they come. */
export class LinesHash {
  private readonly hash = createHash('sha256')

  add(line: string): void {
    this.hash.update(line).update('\n')
  }

  /** Nothing can be added after it. */
  digest(): string {
    return this.hash.digest('hex')
  }
}
