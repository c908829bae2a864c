import {parseBashLine, unquoted} from './bash-line.js'
import {type Candidate, type Completion, isFileExpected} from './candidate.js'
import {complete} from './completion.js'
import type {Manifest} from './manifest.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The answer to a shell: a candidate a line, its description after a tab. `:files` asks it to list files; what of the
 * word stands before their path follows after a tab.
 */
export function answerTab(
  [, form, ...typed]: readonly string[],
  env: Environment,
  manifest: Manifest,
): string {
  if (form === 'bash') return bashAnswer(typed[0] ?? '', typed[1] ?? '', manifest)
  if (form === 'powershell') return powershellAnswer((env['TAME_COMPLETE'] ?? '').split('\n'), manifest)
  return answer(complete(typed, manifest))
}

function answer(completion: Completion): string {
  if (isFileExpected(completion)) return filesLine(completion.after)
  return lines(completion.map(({value, description}) => `${value}\t${oneLine(description)}`))
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
const filesLine = (after: string): string => (after === '' ? ':files\n' : `:files\t${after}\n`)
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ')

/** PowerShell shows whatever it is given. */
function powershellAnswer(words: readonly string[], manifest: Manifest): string {
  const completion = complete(words, manifest)
  return answer(isFileExpected(completion) ? completion : beginning(completion, words.at(-1) ?? ''))
}

const beginning = (candidates: readonly Candidate[], word: string): Candidate[] =>
  candidates.filter(({value}) => value.startsWith(word))

/**
 * bash replaces the end of the word that follows the last `=` or `:` by what it is given, and nothing else. `replaced`
 * is that end.
 */
function bashAnswer(line: string, replaced: string, manifest: Manifest): string {
  const {words, isRedirected, isQuoted} = parseBashLine(line)
  if (isRedirected) return filesLine('')
  const word = words.at(-1) ?? ''
  const completion = complete(words.slice(1), manifest)
  const kept = Math.max(0, word.length - unquoted(replaced).length)
  if (isFileExpected(completion)) return filesLine(completion.after.slice(kept))
  const values = beginning(completion, word).map(({value}) => value.slice(kept))
  return lines(isQuoted ? values : values.map(escaped))
}

const escaped = (value: string): string => value.replaceAll(/[^\p{L}\p{N}_@%+=:,./-]/gu, '\\$&')
