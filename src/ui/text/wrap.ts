import {graphemesOf} from './graphemes.js'
import {widthOf} from './width.js'

/**
 * A line in as many as fit so many columns, broken between words, and within one that has no room of its own. A space where it is
 * broken stays where there is room: in arguments every one counts. Without a width it is whole.
 */
export function wrapped(line: string, width: number | null): string[] {
  if (width === null || fits(line, width)) return [line]
  const lines = new Lines(Math.max(2, width))
  for (const [, blank = '', word = ''] of line.matchAll(/( *)([^ ]*)/g)) lines.add(blank, word)
  return lines.all
}

/** Nothing is wider than two columns for each of its units: most need not be measured. */
const fits = (line: string, width: number): boolean => line.length * 2 <= width || columnsOf(line) <= width

/** Wrapped, with all lines but the first set in, so that one sees where the next begins. */
export function hanging(line: string, width: number | null, indent = 2): string {
  if (width === null || fits(line, width)) return line
  return wrapped(line, width - indent).join(`\n${' '.repeat(indent)}`)
}

/** What is set in already, set in two columns more where it goes on. */
export function hangingTree(line: string, width: number | null): string {
  const margin = / */.exec(line)?.[0] ?? ''
  if (width === null) return line
  return `${margin}${hanging(line.slice(margin.length), width - margin.length)}`.replaceAll(
    '\n',
    `\n${margin}`,
  )
}

class Lines {
  readonly all = ['']
  private room: number

  constructor(private readonly width: number) {
    this.room = width
  }

  add(blank: string, word: string): void {
    const needed = columnsOf(word)
    const isFirst = this.room === this.width
    if (!isFirst && blank.length + needed > this.room) {
      this.put(blank.slice(0, this.room), 0)
      this.begin()
    } else this.put(blank, blank.length)
    if (needed <= this.room) this.put(word, needed)
    else this.cut(word)
  }

  private put(text: string, taken: number): void {
    this.all[this.all.length - 1] += text
    this.room -= taken
  }

  private begin(): void {
    this.all.push('')
    this.room = this.width
  }

  private cut(word: string): void {
    for (const part of word.split(style)) {
      if (part.startsWith(esc)) this.put(part, 0)
      else if (isPlain(part)) this.cutPlain(part)
      else for (const {segment} of graphemesOf(part)) this.cutOff(segment)
    }
  }

  /** An argument can be a megabyte. */
  private cutPlain(part: string): void {
    for (let at = 0; at < part.length; ) {
      if (this.room === 0) this.begin()
      const piece = part.slice(at, at + this.room)
      this.put(piece, piece.length)
      at += piece.length
    }
  }

  private cutOff(grapheme: string): void {
    const needed = columnsOf(grapheme)
    if (needed > this.room) this.begin()
    this.put(grapheme, needed)
  }
}

const esc = '\u001b'

/** The colours that tame itself writes: all else of this kind is spelled out before it gets here. */
const style = new RegExp(`(${esc}\\[[\\d;]*m)`)

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text)

const columnsOf = (text: string): number => (isPlain(text) ? text.length : widthOf(text))
