import type {Node} from 'yaml'
import {clipped, type Problem} from './problem.js'

export interface Span {
  start: number
  end: number
}

export interface About {
  code: string
  message: string
  suggestion?: string | undefined
  severity?: Problem['severity']
}

const largestText = 2 ** 20

/** Why a text is not even parsed. */
export function refusedText(text: string): About | undefined {
  if (text.length > largestText || Buffer.byteLength(text) > largestText) {
    return {
      code: 'FILE_TOO_LARGE',
      message: 'The file is larger than 1 MiB',
      suggestion: 'Split it, or check that it is the file you meant.',
    }
  }
  if (text.includes('\u0000')) {
    return {
      code: 'FILE_NOT_TEXT',
      message: 'The file is not text',
      suggestion: 'Check that it is the file you meant.',
    }
  }
  return undefined
}

/** What is wrong with an alias, given what it stands for. */
export function aliasFault(name: string, at: Span, meant: Node | undefined): About | undefined {
  if (meant === undefined) {
    return {
      code: 'YAML_ALIAS',
      message: `No anchor "&${name}" comes before this alias`,
      suggestion: `Write the value out, or, where no alias is meant, put it in quotes: "*${clipped(name)}"`,
    }
  }
  const around = spanOf(meant)
  const circular = around.start <= at.start && at.end <= around.end
  return circular
    ? {code: 'YAML_ALIAS', message: 'This alias contains itself', suggestion: 'Write the value out.'}
    : undefined
}

export const spanOf = ({range}: Node): Span => ({start: range?.[0] ?? 0, end: range?.[1] ?? 0})

/** What is wrong with a key beside those of its map seen before it. */
export function keyFault(key: unknown, seen: Set<unknown>): About | undefined {
  // `1` and `"1"` would become the same key, and one of their values nothing.
  if (typeof key !== 'string') {
    return {code: 'YAML_KEY', message: 'A key must be a text', suggestion: 'Put it in quotes.'}
  }
  if (seen.has(key)) {
    return {code: 'DUPLICATE_KEY', message: 'This key is there twice', suggestion: 'Keep one of them.'}
  }
  seen.add(key)
  return undefined
}

/** In it `010` is eight and `yes` is true: one line would change what the whole file says. */
export const oldVersion: About = {
  code: 'YAML_VERSION',
  message: 'This makes it YAML 1.1, in which words and numbers mean other things',
  suggestion: 'Remove the line.',
}

export const tooDeep: About = {
  code: 'YAML_DEPTH',
  message: 'It is nested too deeply',
  suggestion: 'Check that it is the file you meant.',
}

export const tooManyAliases: About = {
  code: 'YAML_ALIASES',
  message: 'Its aliases expand to more than they may',
  suggestion: 'Write the values out.',
}
