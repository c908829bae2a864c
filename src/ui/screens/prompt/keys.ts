import type {Binding} from '../binding.js'

/** What a key does at the prompt. */
export type PromptCommand =
  | Edit
  | 'run'
  | 'new line'
  | 'complete'
  | 'complete back'
  | 'search'
  | 'older'
  | 'newer'
  | 'clear'
  | 'leave'
  | 'close'
  | 'undo'
  | 'wipe'

/** What changes the line and nothing else. */
export type Edit =
  | 'left'
  | 'right'
  | 'word left'
  | 'word right'
  | 'home'
  | 'end'
  | 'erase left'
  | 'kill to end'
  | 'kill to start'
  | 'kill word left'
  | 'kill name left'
  | 'kill word right'
  | 'yank'
  | 'transpose'

type Row = [PromptCommand, readonly string[], string, string, string]

const rows: readonly Row[] = [
  ['run', ['enter'], '⏎', 'run', 'run the command; within an open bracket or quote, go on in the next line'],
  [
    'complete',
    ['tab'],
    'tab',
    'complete',
    'complete the word, or show what may stand there; again: the next',
  ],
  ['older', ['up', 'control p'], '↑', 'older', 'the command before, or the line above'],
  ['newer', ['down', 'control n'], '↓', 'newer', 'the command after, or the line below'],
  ['search', ['control r'], '^R', 'search', 'search the commands typed before; again: further back'],
  ['clear', ['interrupt'], '^C', 'clear', 'clear the line'],
  ['leave', ['control d'], '^D', 'leave', 'leave, on an empty line; else erase the character at the cursor'],
  ['complete back', ['shift tab'], '⇧tab', 'back', 'the choice before'],
  ['new line', ['alt enter'], 'alt-⏎', 'new line', 'go on in the next line'],
  ['left', ['left', 'control b'], '←', 'left', 'a character to the left'],
  ['right', ['right', 'control f'], '→', 'right', 'a character to the right'],
  ['word left', ['word left', 'alt b'], 'alt-b', 'word', 'a word to the left; Ctrl-← too'],
  ['word right', ['word right', 'alt f'], 'alt-f', 'word', 'a word to the right; Ctrl-→ too'],
  ['home', ['home', 'control a'], '^A', 'start', 'to the start of the line'],
  ['end', ['end', 'control e'], '^E', 'end', 'to the end of the line'],
  ['erase left', ['backspace'], '⌫', 'erase', 'erase the character before the cursor'],
  ['kill to end', ['control k'], '^K', 'cut', 'cut out all up to the end of the line'],
  ['kill to start', ['clear'], '^U', 'cut', 'cut out all from the start of the line'],
  ['kill word left', ['control w'], '^W', 'cut', 'cut out the word before the cursor, up to a space'],
  ['kill name left', ['alt backspace'], 'alt-⌫', 'cut', 'cut out the name before the cursor'],
  ['kill word right', ['alt d'], 'alt-d', 'cut', 'cut out the word after the cursor'],
  ['yank', ['control y'], '^Y', 'put in', 'put in what was cut out last'],
  [
    'undo',
    ['control _', 'control z'],
    '^_',
    'undo',
    'undo the last change to the line, and the one before; ^Z too',
  ],
  ['transpose', ['control t'], '^T', 'swap', 'swap the two characters before the cursor'],
  ['wipe', ['control l'], '^L', 'wipe', 'wipe the screen'],
  ['close', ['escape', 'control g'], 'esc', 'close', 'close the choices, or end the search'],
]

/** The keys of the prompt, the most needed first. */
export const promptKeys: readonly Binding<PromptCommand>[] = rows.map(([does, keys, shown, short, long]) => ({
  does,
  keys,
  shown,
  short,
  long,
}))
