import {KeyReader} from '../../../../src/ui/screens/key.js'
import {
  type PromptDeed,
  type PromptEvent,
  type PromptState,
  promptAtStart,
  stepPrompt,
} from '../../../../src/ui/screens/prompt/state.js'
import type {ScreenEvent} from '../../../../src/ui/screens/screen.js'
import type {Choice} from '../../../../src/ui/typing/choices.js'
import type {Reader} from '../../../../src/ui/typing/reader.js'

/** A command line that takes what stands after `eval` for an expression. */
export const reader: Reader = {
  hint: (text) => (text === '' ? 'type something' : `what ${text.split(' ', 1)[0]} takes`),
  expression: (text) => {
    const [, value] = /^eval (.*)$/s.exec(text) ?? []
    if (value === undefined) return null
    const places = [...value].map((_, at) => 5 + at)
    return {value, start: 5, end: text.length, places}
  },
}

/** A prompt that keys are pressed at. */
export class PlayedPrompt {
  state: PromptState
  readonly deeds: PromptDeed[] = []
  private readonly keys = new KeyReader(true)

  constructor(history: readonly string[] = [], columns = 80, rows = 24) {
    this.state = {...promptAtStart(history, ''), size: {columns, rows}}
  }

  type(sent: string): this {
    for (const key of [...this.keys.read(sent), ...this.keys.flush()]) this.tell({kind: 'key', key, nowMs: 0})
    return this
  }

  tell(event: PromptEvent | ScreenEvent): this {
    const {state, deeds} = stepPrompt(this.state, event, reader)
    this.state = state
    this.deeds.push(...deeds)
    return this
  }

  /** Answers the TAB that was pressed last. */
  complete(from: number, ...values: readonly string[]): this {
    const choices = values.map((value): Choice => ({value, description: `about ${value}`}))
    const {line} = this.state
    return this.tell({kind: 'completed', line, choices: {from, to: line.at, choices}})
  }

  /** The command is over. */
  ran(): this {
    return this.tell({kind: 'ran', caller: '', isLeaving: false})
  }

  /** The line, with a bar where the cursor is. */
  get line(): string {
    const {text, at} = this.state.line
    return `${text.slice(0, at)}|${text.slice(at)}`
  }
}
