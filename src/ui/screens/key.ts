/** Something that was typed. What is no text has a name of its own. */
export interface Key {
  readonly name: KeyName
  /** What it types; nothing for an arrow. */
  readonly text: string
}

type KeyName =
  | 'text'
  | 'pasted'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'clear'
  | 'interrupt'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page up'
  | 'page down'
  | 'tab'
  | 'shift tab'
  | 'delete'
  | 'word left'
  | 'word right'
  | `control ${string}`
  | `alt ${string}`
  | 'unknown'

const esc = '\u001b'
const pasteStart = `${esc}[200~`
const pasteEnd = `${esc}[201~`

const sequences: Readonly<Record<string, KeyName>> = {
  ...controlKeys(),
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0015': 'clear',
  '\u0003': 'interrupt',
  '\u001f': 'control _',
  [esc]: 'escape',
  ...cursorKeys('A', 'up'),
  ...cursorKeys('B', 'down'),
  ...cursorKeys('C', 'right'),
  ...cursorKeys('D', 'left'),
  ...cursorKeys('H', 'home'),
  ...cursorKeys('F', 'end'),
  [`${esc}[1~`]: 'home',
  [`${esc}[4~`]: 'end',
  [`${esc}[5~`]: 'page up',
  [`${esc}[6~`]: 'page down',
  [`${esc}[3~`]: 'delete',
  [`${esc}[Z`]: 'shift tab',
  [`${esc}[1;5D`]: 'word left',
  [`${esc}[1;3D`]: 'word left',
  [`${esc}[1;5C`]: 'word right',
  [`${esc}[1;3C`]: 'word right',
  [`${esc}\r`]: 'alt enter',
  [`${esc}\u007f`]: 'alt backspace',
}

/** Those that no name of their own follows. */
function controlKeys(): Record<string, KeyName> {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  return Object.fromEntries(
    letters.map((letter, at) => [String.fromCharCode(at + 1), `control ${letter}` as const]),
  )
}

/** Terminals send one of two, by the mode that another program left them in. */
function cursorKeys(letter: string, name: KeyName): Record<string, KeyName> {
  return {[`${esc}[${letter}`]: name, [`${esc}O${letter}`]: name}
}

/** A sequence as far as it is there, or one character. */
const oneKey = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]?|O[ -~]?)?|.`, 'gsu')
/** The same where a letter held down with Alt, which a terminal sends as an escape before it, is one key. */
const oneKeyOrAlt = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]?|O[ -~]?|[a-z\\r\\u007f])?|.`, 'gsu')
const unfinished = new RegExp(`^${esc}(?:\\[[0-?]*[ -/]*|O)?$`, 'u')

/** Makes keys of what a terminal in raw mode sends. */
export class KeyReader {
  /** The beginning of a sequence whose end is still to come: a terminal may send it in parts. */
  private pending = ''
  /** What is being pasted: one key, so that no letter of it is taken for a command. */
  private pasted: string | undefined

  constructor(private readonly hasAlt = false) {}

  read(sent: string): Key[] {
    const parts = (this.pending + sent).match(this.hasAlt ? oneKeyOrAlt : oneKey) ?? []
    this.pending = unfinished.test(parts.at(-1) ?? '') ? (parts.pop() ?? '') : ''
    return parts.flatMap((part) => this.keyOf(part))
  }

  /** Whether the last thing sent may be the escape key, or the beginning of something else. */
  get isWaiting(): boolean {
    return this.pending !== ''
  }

  /** Nothing followed: it was the key. */
  flush(): Key[] {
    const {pending} = this
    this.pending = ''
    if (pending === '' || this.pasted !== undefined) return []
    return [{name: pending === esc ? 'escape' : 'unknown', text: ''}]
  }

  private keyOf(part: string): Key[] {
    if (part === pasteStart) this.pasted = ''
    else if (part === pasteEnd) return this.endPaste()
    else if (this.pasted !== undefined) this.pasted += part
    else return [plainKey(part)]
    return []
  }

  private endPaste(): Key[] {
    const text = this.pasted ?? ''
    this.pasted = undefined
    return [{name: 'pasted', text}]
  }
}

function plainKey(part: string): Key {
  const name = sequences[part]
  if (name !== undefined) return {name, text: ''}
  if (part.length === 2 && part.startsWith(esc)) return {name: `alt ${part.slice(1)}`, text: ''}
  return /\p{Cc}/u.test(part) ? {name: 'unknown', text: ''} : {name: 'text', text: part}
}
