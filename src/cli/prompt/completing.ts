import {setTimeout} from 'node:timers/promises'
import {TameError} from '../../errors.js'
import {effects} from '../../model/effect.js'
import type {Tame} from '../../model/tame.js'
import {escaped} from '../../ui/text/escape.js'
import type {Choice, Choices} from '../../ui/typing/choices.js'
import {isFileExpected} from '../candidate.js'
import {complete} from '../completion.js'
import type {Manifest} from '../manifest.js'
import {findPlace, type Place} from '../place.js'
import {argumentAt} from '../values.js'
import {wordsAt} from './at-cursor.js'
import {filesBeginning} from './files.js'
import {knownNames, type NameKind} from './names.js'
import {ownCommandNamed, ownCommands} from './own-names.js'
import {callers} from './shared-words.js'

export interface CompletionSources {
  readonly manifest: Manifest
  readonly cwd: string
  /** Asked only where a name may stand that it knows. */
  readonly tame: () => Promise<Tame>
}

interface Sources extends CompletionSources {
  /** Told why names that may be known could not be had. */
  readonly onTrouble: (told: string) => void
}

/** What may stand at the cursor, each beginning with what is typed of it. */
export async function completeAt(text: string, at: number, sources: CompletionSources): Promise<Choices> {
  const {words, from} = wordsAt(text, at)
  const word = words.at(-1) ?? ''
  let trouble: string | undefined
  const onTrouble = (told: string): void => {
    trouble = escaped(told)
  }
  const choices = await choicesFor(words, word, {...sources, onTrouble})
  return {
    from,
    to: at,
    ...(trouble !== undefined && {trouble}),
    choices: choices
      .filter(({value}) => value.startsWith(word))
      .filter(isTypable)
      .map(shown),
  }
}

/** A name that an agent made up may hold what a terminal would obey: nobody could type it. */
const isTypable = ({value}: Choice): boolean => escaped(value) === value

const shown = ({value, description}: Choice): Choice => ({value, description: escaped(description)})

async function choicesFor(
  words: readonly string[],
  word: string,
  sources: Sources,
): Promise<readonly Choice[]> {
  const own = words.length > 1 ? ownCommandNamed(words[0] ?? '') : undefined
  if (own === undefined) return tameChoices(words, word, sources)
  const [, key = ''] = words
  switch (own.name) {
    case 'set':
    case 'use':
      return words.length === 2 ? plain(callers) : namesOf(`${key}-id`, sources)
    case 'unset':
      return plain(callers)
    case 'expect':
      return plain(effects)
    case 'explain':
      return tameChoices(['policy', 'explain', ...words.slice(1)], word, sources)
    case 'again':
      return tameChoices(['test', 'TOOL', ...words.slice(1)], word, sources)
    default:
      return []
  }
}

const plain = (values: readonly string[]): Choice[] => values.map((value) => ({value, description: ''}))

async function tameChoices(
  words: readonly string[],
  word: string,
  sources: Sources,
): Promise<readonly Choice[]> {
  const {manifest, cwd} = sources
  const place = findPlace(words.slice(0, -1), manifest.commands)
  const completion = complete(words, manifest)
  if (isFileExpected(completion)) return filesAfter(completion.after, word, cwd)
  const own =
    words.length === 1 ? ownCommands.map(({name, summary}) => ({value: name, description: summary})) : []
  const named = await dynamicChoices(place, word, sources)
  return [...completion, ...own, ...named]
}

const filesAfter = (after: string, word: string, cwd: string): Choice[] =>
  filesBeginning(word.slice(after.length), cwd).map(({value, description}) => ({
    value: after + value,
    description,
  }))

/** Names and files that the list of commands can't know. */
async function dynamicChoices(place: Place, word: string, sources: Sources): Promise<readonly Choice[]> {
  const {flag, before} = valueAt(place, word)
  if (flag === undefined) return argumentNames(place, word, sources)
  const found = await flagNames(flag, word.slice(before.length), sources)
  return found.map(({value, description}) => ({value: before + value, description}))
}

/** The flag whose value is typed, and what of the word stands before that. */
function valueAt({given}: Place, word: string): {flag: string | undefined; before: string} {
  if (given.awaiting !== undefined) return {flag: given.awaiting.name, before: ''}
  const [before = '', flag] = given.flagsEnded ? [] : (/^--([a-z-]+)=/.exec(word) ?? [])
  return {flag, before}
}

async function flagNames(flag: string, typed: string, sources: Sources): Promise<readonly Choice[]> {
  const isFile = typed.startsWith('@') && ['args', 'metadata', 'facts'].includes(flag)
  return isFile ? filesAfter('@', typed, sources.cwd) : namesOf(flag, sources)
}

const flagKinds: Readonly<Record<string, NameKind>> = {
  'session-id': 'sessions',
  'agent-id': 'agents',
  'user-id': 'users',
  tool: 'tools',
  rule: 'rules',
}

async function namesOf(flag: string, sources: Sources): Promise<readonly Choice[]> {
  const kind = flagKinds[flag]
  return kind === undefined ? [] : askedFor([kind], sources)
}

/** By command, what its first argument names. */
const argumentKinds: Readonly<Record<string, readonly NameKind[]>> = {
  test: ['tools'],
  approve: ['approvals'],
  'policy:explain': ['tools', 'logs'],
  'logs:show': ['logs'],
  'audit:proof': ['logs'],
}

async function argumentNames(
  {command, given}: Place,
  word: string,
  sources: Sources,
): Promise<readonly Choice[]> {
  const isFirst = given.args.length === 0 && argumentAt(0, command) !== undefined
  const kinds = argumentKinds[command?.id ?? '']
  return isFirst && kinds !== undefined && !word.startsWith('-') ? askedFor(kinds, sources) : []
}

/** A server that is out of reach must not keep who types waiting. */
const patienceMs = 2000

async function askedFor(
  kinds: readonly NameKind[],
  {tame: open, onTrouble}: Sources,
): Promise<readonly Choice[]> {
  const late = setTimeout(patienceMs, noAnswer, {ref: false})
  const asked = async (): Promise<readonly Choice[]> => {
    const tame = await open()
    return (await Promise.all(kinds.map((kind) => knownNames(kind, tame)))).flat()
  }
  try {
    const found = await Promise.race([asked(), late])
    if (typeof found !== 'string') return found
    onTrouble(found)
  } catch (error) {
    // Without sound settings, the command says what is wrong with them.
    if (error instanceof TameError) onTrouble(error.message.split('\n')[0] ?? '')
  }
  return []
}

const noAnswer = `No answer within ${patienceMs / 1000} s`
