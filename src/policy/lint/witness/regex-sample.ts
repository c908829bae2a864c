/**
 * A text that a regular expression is likely to match, for most that people write. Only a guess: whoever uses it asks the
 * real engine.
 */
export function regexSample(source: string): string {
  return new Sampler(source).alternative()
}

const classes: Readonly<Partial<Record<string, string>>> = {
  d: '1',
  w: 'x',
  s: ' ',
  S: 'x',
  D: 'x',
  W: ' ',
  b: '',
  A: '',
  z: '',
  n: '\n',
  t: '\t',
}

class Sampler {
  private at = 0

  constructor(private readonly source: string) {}

  /** What stands before the next `|` or the end of the group; the other alternatives are passed over. */
  alternative(): string {
    let sample = ''
    while (this.at < this.source.length && !'|)'.includes(this.peek())) sample += this.repeated()
    if (this.peek() === '|') {
      this.at += 1
      this.alternative()
    }
    return sample
  }

  private peek(): string {
    return this.source.charAt(this.at)
  }

  private take(): string {
    const letter = this.peek()
    this.at += 1
    return letter
  }

  private repeated(): string {
    const once = this.single()
    const [quantifier, least] = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at)) ?? []
    if (quantifier === undefined) return once
    this.at += quantifier.length
    return once.repeat(Math.min(Number(least ?? 1), 100))
  }

  private single(): string {
    const letter = this.take()
    if (letter === '^' || letter === '$') return ''
    if (letter === '.') return 'x'
    if (letter === '\\') return this.escaped()
    if (letter === '[') return this.chosen()
    return letter === '(' ? this.group() : letter
  }

  private escaped(): string {
    const letter = this.take()
    return classes[letter] ?? letter
  }

  private group(): string {
    const [flags = ''] = /^\?(?:P?<\w+>|[a-zA-Z-]*[:)])/.exec(this.source.slice(this.at)) ?? []
    this.at += flags.length
    if (flags.endsWith(')')) return ''
    const sample = this.alternative()
    this.at += 1
    return sample
  }

  /** One character of a class. */
  private chosen(): string {
    const [inside = ''] = /^\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]])*/.exec(this.source.slice(this.at)) ?? []
    this.at += inside.length + 1
    if (!inside.startsWith('^'))
      return inside.startsWith('\\') ? (classes[inside.charAt(1)] ?? inside.charAt(1)) : inside.charAt(0)
    return ['x', '1', '_', ' '].find((letter) => !inside.includes(letter)) ?? 'Q'
  }
}
