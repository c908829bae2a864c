import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {readText} from '../disk/read-text.js'
import {TameError} from '../errors.js'

type Environment = Readonly<Record<string, string | undefined>>

/** A text as somebody leaves it in their editor. While it is open it lies in a file that nobody else may read. */
export async function editText(text: string, name: string, env: Environment): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'tame-edit-'))
  try {
    const file = join(directory, name)
    writeFileSync(file, text, {mode: 0o600})
    await withoutInterrupts(() => runEditor(editorIn(env), file))
    return readText(file, {name: 'edited text', prefix: 'INPUT'}) ?? ''
  } finally {
    rmSync(directory, {recursive: true, force: true})
  }
}

/** The one that other programs ask as well. */
const editorIn = (env: Environment): string =>
  env['VISUAL'] || env['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi')

/** Through the shell, as git does it: the setting may hold arguments. The file is no part of what the shell reads. */
function runEditor(editor: string, file: string): Promise<void> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, {stdio: 'inherit', shell: true})
      : spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], {stdio: 'inherit'})
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(failed(editor, cause.message, cause)))
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(failed(editor, `it ended with status ${status}`)),
    )
  })
}

/** Ctrl-C means the editor, although the terminal tells both: it would leave the text behind. */
async function withoutInterrupts(act: () => Promise<void>): Promise<void> {
  const listeners = process.rawListeners('SIGINT') as NodeJS.SignalsListener[]
  const ignored = (): void => {}
  process.removeAllListeners('SIGINT').on('SIGINT', ignored)
  try {
    await act()
  } finally {
    process.off('SIGINT', ignored)
    for (const listener of listeners) process.on('SIGINT', listener)
  }
}

const failed = (editor: string, why: string, cause?: unknown): TameError =>
  new TameError('EDITOR_FAILED', `The editor ${editor} failed: ${why}`, {
    cause,
    suggestions: ['export EDITOR=vi'],
  })
