import type {Command} from '@oclif/core/command'
import type {Commands} from './command-line.js'
import {commandAt} from './command-line.js'
import {listedUnder} from './listing.js'

/** A command line to try. */
export interface Example {
  command: string
  description: string | null
}

/** What to begin with. */
const beginnings: readonly string[] = [
  'tame init',
  `tame test read_file --args '{"path": "/tmp/test.txt"}'`,
  'tame demo',
  'tame logs --follow',
  'tame status',
  'eval "$(tame autocomplete bash)"',
]

/** A command's own examples; those of a group are the first of each command in it. */
export function examplesOf(words: readonly string[], commands: Commands): Example[] {
  if (words.length === 0) return beginnings.map((command) => ({command, description: null}))
  const own = commandAt(words.join(':'), commands)
  if (own !== undefined) return examplesIn(own)
  return listedUnder(words, commands).flatMap(({id}) => examplesOf(id.split(':'), commands).slice(0, 1))
}

function examplesIn({id, examples = []}: Command.Cached): Example[] {
  const filledIn = (text: string): string =>
    text.replaceAll('<%= config.bin %>', 'tame').replaceAll('<%= command.id %>', id.replaceAll(':', ' '))
  return [examples]
    .flat()
    .map((example) =>
      typeof example === 'string'
        ? {command: filledIn(example), description: null}
        : {command: filledIn(example.command), description: example.description},
    )
}
