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
  | 'unknown'

const esc = '\u001b'
const pasteStart = `${esc}[200~`
const pasteEnd = `${esc}[201~`

const sequences: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0015': 'clear',
  '\u0003': 'interrupt',
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
}

/** Terminals send one of two, by the mode that another program left them in. */
function cursorKeys(letter: string, name: KeyName): Record<string, KeyName> {
  return {[`${esc}[${letter}`]: name, [`${esc}O${letter}`]: name}
}

/** A sequence as far as it is there, or one character. */
const oneKey = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]?|O[ -~]?)?|.`, 'gsu')
const unfinished = new RegExp(`^${esc}(?:\\[[0-?]*[ -/]*|O)?$`, 'u')

/** Makes keys of what a terminal in raw mode sends. */
export class KeyReader {
  /** The beginning of a sequence whose end is still to come: a terminal may send it in parts. */
  private pending = ''
  /** What is being pasted: one key, so that no letter of it is taken for a command. */
  private pasted: string | undefined

  read(sent: string): Key[] {
    const parts = (this.pending + sent).match(oneKey) ?? []
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
  return /\p{Cc}/u.test(part) ? {name: 'unknown', text: ''} : {name: 'text', text: part}
}
