/** A word of a line, and where it stands. */
export interface Word {
  /** What it stands for, once its quotes and backslashes have done their work. */
  readonly value: string
  readonly start: number
  readonly end: number
  /** Where each unit of the value stands in the text. */
  readonly places: readonly number[]
}

/** A command as it was typed: on a line, or on several that belong together. */
export interface TypedCommand {
  readonly words: readonly Word[]
  /** The line it begins on, from 1. */
  readonly line: number
}

export interface TypedText {
  readonly commands: readonly TypedCommand[]
  /** What is still to be closed, so that the next line belongs to this one. */
  readonly open: 'quote' | 'bracket' | 'backslash' | null
}

/**
 * Cuts a text into commands and words as a shell would, and expands nothing. Beyond a shell, JSON needs no quotes: a word
 * that begins with a bracket goes on until that is closed, over several lines as well.
 */
export function splitText(text: string): TypedText {
  const splitter = new Splitter(text)
  splitter.run()
  return splitter
}

/** The values of the words. */
export const valuesOf = ({words}: TypedCommand): string[] => words.map(({value}) => value)

const blank = /[ \t\r]/
const inDoubleQuotes = '"\\$`\n'

class Splitter implements TypedText {
  readonly commands: TypedCommand[] = []
  open: TypedText['open'] = null
  private at = 0
  private line = 1
  private words: Word[] = []
  private begunOn = 1

  constructor(private readonly text: string) {}

  run(): void {
    while (this.at < this.text.length && this.open === null) this.step()
    this.endCommand()
  }

  private step(): void {
    const next = this.text[this.at] ?? ''
    if (next === '\n') {
      this.endCommand()
      this.pass()
    } else if (blank.test(next)) this.pass()
    else if (next === '#') this.passComment()
    else if (next === '\\' && this.text[this.at + 1] === '\n') this.passLineEnd()
    else this.word()
  }

  private pass(): void {
    if (this.text[this.at] === '\n') this.line++
    this.at++
  }

  private passComment(): void {
    while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++
  }

  private passLineEnd(): void {
    this.at++
    this.pass()
  }

  private endCommand(): void {
    if (this.words.length > 0) this.commands.push({words: this.words, line: this.begunOn})
    this.words = []
  }

  private word(): void {
    if (this.words.length === 0) this.begunOn = this.line
    const word = new WordReader(this.text, this.at)
    word.run()
    this.open = word.open
    this.line += this.text.slice(this.at, word.end).split('\n').length - 1
    this.at = word.end
    this.words.push({value: word.value, start: word.start, end: word.end, places: word.places})
  }
}

class WordReader {
  value = ''
  readonly places: number[] = []
  open: TypedText['open'] = null
  end: number

  constructor(
    private readonly text: string,
    readonly start: number,
  ) {
    this.end = start
  }

  run(): void {
    for (let next = this.next; next !== '' && next !== '\n' && !blank.test(next); next = this.next) {
      if (next === "'") this.single()
      else if (next === '"') this.double()
      else if (next === '\\') this.escaped()
      else if ((next === '{' || next === '[') && this.mayBeginJson) this.json()
      else this.take()
      if (this.open !== null) return
    }
  }

  private get next(): string {
    return this.text[this.end] ?? ''
  }

  /** At the start of a word, or of a flag's value in `--args={…}`. */
  private get mayBeginJson(): boolean {
    return this.end === this.start || /^--[a-z-]+=$/.test(this.value)
  }

  private take(): void {
    this.value += this.next
    this.places.push(this.end)
    this.end++
  }

  private single(): void {
    this.end++
    while (this.next !== "'" && this.next !== '') this.take()
    this.close('quote')
  }

  private double(): void {
    this.end++
    while (this.next !== '"' && this.next !== '') {
      if (this.next === '\\' && inDoubleQuotes.includes(this.text[this.end + 1] ?? '\0')) this.escaped()
      else this.take()
    }
    this.close('quote')
  }

  /** What ends here, unless the text does. */
  private close(what: TypedText['open']): void {
    if (this.next === '') this.open = what
    else this.end++
  }

  private escaped(): void {
    this.end++
    if (this.next === '') this.open = 'backslash'
    else if (this.next === '\n') this.end++
    else this.take()
  }

  private json(): void {
    let depth = 0
    let isText = false
    do {
      const {next} = this
      if (next === '"') isText = !isText
      else if (isText && next === '\\') this.take()
      else if (!isText) depth += depthChange(next)
      if (this.next !== '') this.take()
    } while (depth > 0 && this.next !== '')
    if (depth > 0) this.open = 'bracket'
  }
}

function depthChange(character: string): number {
  if (character === '{' || character === '[') return 1
  return character === '}' || character === ']' ? -1 : 0
}
