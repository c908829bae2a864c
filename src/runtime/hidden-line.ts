import {ExitCode, TameError} from '../errors.js'

type State = 'going on' | 'entered' | 'interrupted'

const mostCharacters = 2 ** 20

/** One line, from what a terminal in raw mode sends for the keys: the terminal itself edits and shows nothing then. */
export class HiddenLine {
  private readonly characters: string[] = []
  /** The beginning of a sequence whose end is still to come: a terminal may send it in parts. */
  private pending = ''
  private pasting = false

  get text(): string {
    return this.characters.join('')
  }

  /** Takes what was typed; nothing that follows the end of the line. */
  type(sent: string): State {
    const keys = (this.pending + sent).match(oneKey) ?? []
    this.pending = unfinished.test(keys.at(-1) ?? '') ? (keys.pop() ?? '') : ''
    for (const key of keys) {
      const state = this.press(key)
      if (state !== 'going on') return state
    }
    return 'going on'
  }

  private press(key: string): State {
    if (key === controlC) return 'interrupted'
    if (key === pasteStart) this.pasting = true
    else if (key === pasteEnd) this.pasting = false
    else if (ends.includes(key) && !this.pasting) return 'entered'
    else if (key === controlU) this.characters.length = 0
    else if (backspaces.includes(key)) this.characters.pop()
    else if (isText(key)) this.add(key)
    return 'going on'
  }

  private add(character: string): void {
    if (this.characters.length >= mostCharacters)
      throw new TameError('INPUT_TOO_LARGE', 'More than 1 MiB was typed', {
        suggestions: ['Send it through a pipe, if it is what you meant'],
        exitCode: ExitCode.misuse,
      })
    this.characters.push(character)
  }
}

const esc = '\u001b'
const controlC = '\u0003'
const controlU = '\u0015'
const backspaces = ['\u007f', '\b']
/** Enter, and Ctrl-D. What is pasted can bring the first along. */
const ends = ['\r', '\n', '\u0004']
/** A terminal marks so what is pasted, when a program before this one has asked it to. */
const pasteStart = `${esc}[200~`
const pasteEnd = `${esc}[201~`

/** A sequence (that of an arrow, say) as far as it is there, or one character. */
const oneKey = new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]?|O[ -~]?)?|.`, 'gsu')
const unfinished = new RegExp(`^${esc}(?:\\[[0-?]*[ -/]*|O)?$`, 'u')

const isText = (key: string): boolean => key === '\n' || key === '\r' || !/\p{Cc}/u.test(key)
