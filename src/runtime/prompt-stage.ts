import type {ReadStream, WriteStream} from 'node:tty'
import {stripVTControlCharacters} from 'node:util'
import {type Cursor, type Page, type Size, Stage, type StageListeners} from './stage.js'

const esc = '\u001b['
const [atOnce, shown] = [`${esc}?2026h`, `${esc}?2026l`]

/** A terminal on which a few lines are drawn below all that was written on it, and which keeps what was written. */
export class PromptStage extends Stage {
  private readonly below: BelowText

  constructor(input: ReadStream, output: WriteStream, listeners: StageListeners) {
    const below = new BelowText((text) => void output.write(text))
    super(input, output, listeners, below)
    this.below = below
  }

  /** Writes above what is drawn. */
  print(text: string): void {
    if (this.isTaken) this.below.print(text)
  }

  /** Wipes away all that is seen but what is drawn. */
  wipe(): void {
    if (this.isTaken) this.below.wipe()
  }

  /** Writes it in place of what is drawn. */
  settle(text: string): void {
    if (this.isTaken) this.below.settle(text)
  }
}

/** Frames that stand where the cursor is, and are taken away again line by line. */
class BelowText implements Page {
  /** Lines that run over would not be where they were put. */
  readonly begin = `${esc}?7l${esc}?2004h`
  private frame = ''
  private cursor: Cursor = {row: 0, column: 0}
  private columns = 80

  constructor(private readonly write: (text: string) => void) {}

  end(): string {
    const {erasing} = this
    this.shows('', {row: 0, column: 0})
    return `${erasing}${esc}?2004l${esc}?7h`
  }

  draw(frame: string, cursor: Cursor = {row: 0, column: 0}): void {
    const isSame =
      frame === this.frame && cursor.row === this.cursor.row && cursor.column === this.cursor.column
    if (isSame) return
    const {erasing} = this
    this.shows(frame, cursor)
    this.write(`${atOnce}${erasing}${this.drawing}${shown}`)
  }

  print(text: string): void {
    this.write(`${atOnce}${this.erasing}${text.replaceAll('\n', '\r\n')}\r\n${this.drawing}${shown}`)
  }

  settle(text: string): void {
    const {erasing} = this
    this.shows('', {row: 0, column: 0})
    this.write(`${atOnce}${erasing}${text.replaceAll('\n', '\r\n')}\r\n${shown}`)
  }

  wipe(): void {
    this.write(`${atOnce}${esc}1;1H${esc}2J${this.drawing}${shown}`)
  }

  /** A terminal that became narrower has broken the lines above the cursor into more. */
  forget({columns}: Size): void {
    if (this.frame !== '' && columns < this.columns) {
      const above = this.frame.split('\n').slice(0, this.cursor.row)
      const rows = above.map((line) =>
        Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)),
      )
      const row = rows.reduce((sum, each) => sum + each, Math.floor(this.cursor.column / columns))
      this.write(erasingFrom(row))
      this.shows('', {row: 0, column: 0})
    }
    this.columns = columns
  }

  private shows(frame: string, cursor: Cursor): void {
    this.frame = frame
    this.cursor = cursor
  }

  private get erasing(): string {
    return erasingFrom(this.cursor.row)
  }

  private get drawing(): string {
    const lines = this.frame.split('\n')
    const up = lines.length - 1 - this.cursor.row
    return `${lines.join('\r\n')}${up > 0 ? `${esc}${up}A` : ''}${esc}${this.cursor.column + 1}G`
  }
}

const erasingFrom = (row: number): string => `\r${row > 0 ? `${esc}${row}A` : ''}${esc}0m${esc}J`
