import {descriptionOf} from './candidate.js'
import {type Commands, childrenOf, commandAt} from './command-line.js'
import {topics} from './topics.js'

/** A command or a group of commands, as help and completion list it. */
export interface Listed {
  id: string
  summary: string
}

/** What stands directly under these words, but what is hidden. */
export function listedUnder(words: readonly string[], commands: Commands): Listed[] {
  const shown = Object.entries(commands).filter(([, {hidden}]) => hidden !== true)
  return childrenOf(words, Object.fromEntries(shown)).map((word) => {
    const id = [...words, word].join(':')
    return {id, summary: summaryOf(id, commands)}
  })
}

/** What a group is about, or a command does. */
export const summaryOf = (id: string, commands: Commands): string =>
  topics[id] ?? descriptionOf(commandAt(id, commands))
