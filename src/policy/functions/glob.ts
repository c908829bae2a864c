import {AmbiguousInput} from './ambiguous.js'
import {answerFor} from './containment.js'
import {foldedName} from './names.js'
import {pathReadings} from './readings.js'
import {
  type KnownLinks,
  type ResolvedPath,
  resolvedText,
  resolvePath,
  systems,
  textAlone,
} from './resolve-path.js'
import {plainMatcher, segmentMatcher} from './wildcards.js'

type Matcher = (text: string) => boolean

/**
 * `*` is any characters but `/`, `?` one of them, `**` any characters. A name that is `**` is also no name, so that
 * denying `/etc/**` keeps `/etc` itself from being listed. All else, `[a-z]`, `{a,b}` and a leading dot too, stands for itself.
 *
 * A pattern with a `/` or `**`, or that starts with `~`, speaks of paths (or URLs): its text is read as `under` reads it,
 * resolved before it is matched, and `AmbiguousInput` where readings differ. Other patterns take the text as it stands.
 */
export function prepareGlob(patterns: readonly string[]): Matcher {
  const matchers = patterns.map((pattern) =>
    speaksOfPaths(pattern) ? pathMatcher(pattern) : segmentMatcher(pattern),
  )
  return (text) => {
    let ambiguous: AmbiguousInput | undefined
    for (const matches of matchers) {
      const answer = answerOf(matches, text)
      if (answer === true) return true
      if (answer !== false) ambiguous ??= answer
    }
    if (ambiguous) throw ambiguous
    return false
  }
}

/** For tool names, where `.`, `:` and `/` are letters like others: `*` any characters, `?` one. */
export function prepareToolGlob(patterns: readonly string[]): Matcher {
  const matchers = patterns.map(plainMatcher)
  return (name) => matchers.some((matches) => matches(name))
}

/** What is wrong with a pattern given to `glob`. */
export function checkPattern(pattern: string): string | undefined {
  if (pattern === '') return 'the pattern is empty'
  if (!speaksOfPaths(pattern)) return undefined
  const wild = pattern.search(/[*?]/)
  if (wild >= 0 && /\/\.\.(?:\/|$)/.test(pattern.slice(wild)))
    return 'a ".." after a wildcard takes back an unknown name'
  if (resolvePath(pattern, textAlone).base === '?') return 'the pattern does not say where it starts'
  return undefined
}

const speaksOfPaths = (pattern: string): boolean =>
  pattern.includes('/') || pattern.includes('**') || pattern.startsWith('~')

function answerOf(matches: Matcher, text: string): boolean | AmbiguousInput {
  try {
    return matches(text)
  } catch (error) {
    if (error instanceof AmbiguousInput) return error
    throw error
  }
}

function pathMatcher(pattern: string): Matcher {
  const problem = checkPattern(pattern)
  if (problem !== undefined) return () => refuse(problem)
  const perSystem = systems.map((links) => systemMatcher(pattern, links))
  return (text) => {
    const {head, tail} = withoutQuery(text)
    let first: boolean | undefined
    for (const reading of pathReadings(head)) {
      for (const [index, matches] of perSystem.entries()) {
        const answer = matches(reading.text, tail)
        first ??= answer
        if (answer !== first) refuse(`the text leads elsewhere ${reading.how || systems[index]?.how}`)
      }
    }
    return first ?? false
  }
}

type PartsMatcher = (path: string, query: string) => boolean

function systemMatcher(pattern: string, links: KnownLinks): PartsMatcher {
  const spelled = spell(pattern, links)
  const exact = segmentMatcher(spelled.text)
  const folded = segmentMatcher(foldedName(spelled.text))
  const start = literalStart(spelled.path)
  return (path, query) => {
    const own = spell(path, links)
    if (own.path.base === '?') refuse('nothing in the text says where it leads')
    const text = own.text + query
    if (exact(text)) return true
    if (folded(foldedName(text)))
      refuse('the text matches only if letter case or Unicode spelling is ignored')
    if (!own.isUrl && !spelled.isUrl && mayStillMatch(own.path, start, exact)) {
      refuse('the text starts at a place that is not known here; an absolute path is clear')
    }
    return false
  }
}

/** Whether a path that starts elsewhere than the pattern may lead to what the pattern names. */
function mayStillMatch(path: ResolvedPath, start: ResolvedPath, exact: Matcher): boolean {
  if (path.base === start.base && path.climbs === start.climbs) return false
  if (start.names.length > 0) return answerFor(path, start) !== 'no'
  return start.base === '/' && exact(`/${path.names.join('/')}`)
}

/** The folder that everything a pattern matches lies in. */
function literalStart(path: ResolvedPath): ResolvedPath {
  const wild = path.names.findIndex((name) => /[*?]/.test(name))
  return wild < 0 ? path : {...path, names: path.names.slice(0, wild)}
}

interface Spelled {
  text: string
  path: ResolvedPath
  isUrl: boolean
}

/** One spelling for all that lead to the same place. Of a URL the path is resolved, as clients do, and the rest stays. */
function spell(text: string, links: KnownLinks): Spelled {
  const origin = /^(?![a-z]:)[^/#]+:\/\/[^/?#]*/i.exec(text)?.[0]
  if (origin === undefined) {
    const path = resolvePath(text, links)
    return {text: resolvedText(path), path, isUrl: false}
  }
  const path = resolvePath(text.slice(origin.length), textAlone)
  return {text: origin + (text === origin ? '' : resolvedText(path)), path, isUrl: true}
}

/** A URL's query and fragment are for the server to read: they don't lead anywhere by themselves. */
function withoutQuery(text: string): {head: string; tail: string} {
  const head = /^[a-z][a-z\d+.-]+:\/\/[^?#]*/i.exec(text)?.[0] ?? text
  return {head, tail: text.slice(head.length)}
}

function refuse(problem: string): never {
  throw new AmbiguousInput(problem)
}
