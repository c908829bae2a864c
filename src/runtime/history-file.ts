import {closeSync, constants, fchmodSync, openSync, readFileSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import type {Surroundings} from '../config/layer.js'
import {replaceFile} from '../disk/replace-file.js'
import {isSecretName} from '../policy/redaction.js'
import {openPrivateDirectory} from './cache-directory.js'
import {stateDirectory} from './state-directory.js'

const mostKept = 2000
/** Longer than anything that somebody typed. */
const longest = 64 * 1024

/**
 * What was typed at prompts, a JSON text a line, for nobody but its owner to read. Several prompts add to it at once. Never in
 * anybody's way: without it, what was typed is remembered until the prompt is left.
 */
export class HistoryFile {
  constructor(private readonly file: string | undefined) {}

  read(): string[] {
    try {
      const lines = this.file === undefined ? [] : readFileSync(this.file, 'utf8').split('\n')
      const texts = lines.flatMap(textIn)
      if (texts.length > 2 * mostKept) this.shorten(texts.slice(-mostKept))
      return texts.slice(-mostKept)
    } catch {
      return []
    }
  }

  /** Keeps what was typed, unless it has a secret in it, or begins with a space as one that is not to be kept. */
  add(text: string): void {
    if (this.file === undefined || text.length > longest || /^(\s|$)/.test(text) || mentionsSecret(text))
      return
    try {
      append(this.file, `${JSON.stringify(text)}\n`)
    } catch {
      // A full disk, or one that can't be written to.
    }
  }

  private shorten(texts: readonly string[]): void {
    if (this.file !== undefined)
      replaceFile(this.file, texts.map((text) => `${JSON.stringify(text)}\n`).join(''), {mode: 0o600})
  }
}

export function openHistory(here: Pick<Surroundings, 'home' | 'env'>): HistoryFile {
  const directory = openPrivateDirectory(stateDirectory(here), here.home)
  return new HistoryFile(directory && join(directory, 'history'))
}

/** A link could lead to a file that others read. */
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

function append(file: string, line: string): void {
  const descriptor = openSync(file, appending, 0o600)
  try {
    fchmodSync(descriptor, 0o600)
    writeSync(descriptor, line)
  } finally {
    closeSync(descriptor)
  }
}

function textIn(line: string): string[] {
  try {
    const text: unknown = JSON.parse(line)
    return typeof text === 'string' ? [text] : []
  } catch {
    return []
  }
}

/** A name with something that is its value: `--api-key x`, `password=x`, `"token": x`, `config set api_key x`. */
const named = /(?:--|\bset\s+["']?)([\w-]+)|([\w-]+)["'\\]*\s*[=:]/g
/** What is secret whatever it is called: keys of tame and others, and the password in an address. */
const secretText =
  /\btk_\w{6,}|\bBearer\s+\S|\/\/[^\s/@]*:[^\s/@]+@|\b(?:sk|ghp|gho|xox[abp])[-_]\w{8,}|\bAKIA\w{12,}/

/** Whether a text may hold a secret. Rather too often than not: then it is only not there the next time. */
export function mentionsSecret(text: string): boolean {
  // Quotes within a name would hide it: the shell takes them away.
  const plain = text.replaceAll(/\\\n|(?<=[\w-])["'\\]+(?=[\w-])/g, '')
  if (secretText.test(text) || secretText.test(plain)) return true
  return [text, plain].some((each) =>
    [...each.matchAll(named)].some(([, flag, key]) => isSecretName(flag ?? key ?? '')),
  )
}
