import widthOf from 'string-width'

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'})

/** A sequence that a screen may send, or one letter. What else there is would be a mistake of the screen. */
const esc = '\u001b'
const piece = new RegExp(`${esc}\\[(?<params>[?\\d;]*)(?<final>[A-Za-z])|(?<text>[^${esc}]+)`, 'gsu')

/** What a terminal shows after all that was written to it; of the sequences it knows those that tame's screens use. */
export class ScreenImage {
  private rows: string[][] = []
  private row = 0
  private column = 0
  /** The modes that are on. */
  readonly modes = new Set<string>(['?7', '?25'])

  constructor(written: string) {
    let end = 0
    for (const match of written.matchAll(piece)) {
      if (match.index !== end) throw new Error(`Unknown: ${JSON.stringify(written.slice(end, match.index))}`)
      end = match.index + match[0].length
      const {params = '', final, text} = match.groups ?? {}
      if (final === undefined) this.print(text ?? '')
      else this.obey(final, params)
    }
  }

  get lines(): string[] {
    return this.rows.map((cells) =>
      Array.from(cells, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    )
  }

  get text(): string {
    return this.lines.join('\n')
  }

  private obey(final: string, params: string): void {
    if (final === 'h') this.modes.add(params)
    else if (final === 'l') this.modes.delete(params)
    else if (final === 'H') this.moveTo(params)
    else if (final === 'J') this.erase(params)
    else if (final === 'A') this.row = Math.max(0, this.row - Number(params))
    else if (final === 'G') this.column = Number(params) - 1
    else if (final === 'K') this.current.length = this.column
    else if (final !== 'm') throw new Error(`Unknown: ${params}${final}`)
  }

  private erase(params: string): void {
    if (params === '2') this.rows.length = 0
    else if (this.column === 0) this.rows.length = Math.min(this.row, this.rows.length)
    else this.current.length = this.column
  }

  private moveTo(params: string): void {
    const [row = 1, column = 1] = params.split(';').map(Number)
    this.row = row - 1
    this.column = column - 1
  }

  private get current(): string[] {
    for (let at = this.rows.length; at <= this.row; at++) this.rows[at] = []
    const cells = this.rows[this.row] ?? []
    return cells
  }

  private print(text: string): void {
    for (const {segment} of graphemes.segment(text)) {
      if (segment === '\r\n' || segment === '\n') {
        this.row++
        this.column = 0
      } else if (segment === '\r') this.column = 0
      else this.put(segment)
    }
  }

  private put(segment: string): void {
    const width = widthOf(segment)
    this.current[this.column] = segment
    for (let at = 1; at < width; at++) this.current[this.column + at] = ''
    this.column += width
  }
}
