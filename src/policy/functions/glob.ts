import {AmbiguousInput} from './ambiguous.js'
import {answerFor} from './containment.js'
import {checkUrlPattern, speaksOfUrls, urlMatcher} from './glob-url.js'
import {expandable, foldedName} from './names.js'
import {pathReadings} from './readings.js'
import {
  isDrive,
  isResolved,
  type KnownLinks,
  linkedAtRoot,
  type ResolvedPath,
  resolvedText,
  resolvePath,
  systems,
  textAlone,
} from './resolve-path.js'
import {plainMatcher, segmentMatcher, segmentMeeting} from './wildcards.js'

type Matcher = (text: string) => boolean

/**
 * `*` is any characters but `/`, `?` one of them, `**` any characters. A name that is `**` is also no name, so that
 * denying `/etc/**` keeps `/etc` itself from being listed. All else, `[a-z]`, `{a,b}` and a leading dot too, stands for itself.
 *
 * A pattern with a `/` or `**`, or that starts with `~`, speaks of paths: its text is read as `under` reads it,
 * resolved before it is matched, and `AmbiguousInput` where readings differ; with `://` it speaks of URLs (glob-url.ts). Other patterns take the text as it stands.
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
  if (speaksOfUrls(pattern)) return checkUrlPattern(pattern)
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
  if (speaksOfUrls(pattern)) return urlMatcher(pattern, pathMatcher)
  const ask = systemsMatcher(pattern)
  return (text) => {
    const [first, ...others] = pathReadings(text)
    const answer = ask(first.text)
    for (const {text: other, how} of others) {
      if (ask(other) !== answer) refuse(`the text leads elsewhere ${how}`)
    }
    return answer
  }
}

/** Asks on every system. Even what looks like a URL is a path here: `ab://x?/../../../etc/passwd` is one to a file tool. */
function systemsMatcher(pattern: string): Matcher {
  const alone = spell(pattern, textAlone)
  const matchesAlone = spelledMatcher(alone)
  const linked = systems.map((links) => {
    const spelled = spell(pattern, links)
    return {links, pattern: spelled, isAlike: spelled.text === alone.text}
  })
  const others = linked.map((each) => ({...each, matches: spelledMatcher(each.pattern)}))
  return (path) => {
    const own = spell(path, textAlone)
    const answer = matchesAlone(own)
    for (const other of others) {
      // No link on the way, neither in the pattern nor in the text: the answer is the same.
      if (other.isAlike && isResolved(path, other.links)) continue
      const linkedPath = spell(path, other.links)
      const isSame = other.isAlike && linkedPath.text === own.text
      if (!isSame && other.matches(linkedPath) !== answer)
        refuse(`the text leads elsewhere ${other.links.how}`)
      const rooted = answer ? [] : linkedAtRoot(path, other.links)
      if (rooted.some((each) => other.matches({text: resolvedText(each), path: each})))
        refuse(`the text leads elsewhere ${other.links.how}, if it comes to the root`)
    }
    return answer
  }
}

function spelledMatcher(pattern: Spelled): (own: Spelled) => boolean {
  const exact = segmentMatcher(pattern.text)
  const foldedPattern = foldedName(pattern.text)
  const folded = segmentMatcher(foldedPattern)
  const meets = segmentMeeting(foldedPattern)
  const start = literalStart(pattern.path)
  return (own) => {
    if (own.path.base === '?') refuse('nothing in the text says where it leads')
    const {text} = own
    if (exact(text)) {
      if (text.includes('**') && !exact(text.replaceAll('**', '*/*'))) refuse(expands)
      return true
    }
    const foldedText = foldedName(text)
    const isFolded = foldedText === text && foldedPattern === pattern.text
    if (!isFolded && folded(foldedText)) {
      refuse('the text matches only if letter case or Unicode spelling is ignored')
    }
    const expanded = expandable(foldedText)
    if (expanded !== undefined && meets(expanded)) refuse(expands)
    if (mayStillMatch(own.path, start, exact)) {
      refuse('the text starts at a place that is not known here; an absolute path is clear')
    }
    return false
  }
}

const expands = 'the text leads elsewhere where a tool expands wildcards or short names'

/** Whether a path that starts elsewhere than the pattern may lead to what the pattern names. */
function mayStillMatch(path: ResolvedPath, start: ResolvedPath, exact: Matcher): boolean {
  if (path.base === start.base && path.climbs === start.climbs) return false
  if (start.names.length > 0 || isDrive(start.base)) return answerFor(path, start) !== 'no'
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
}

/** One spelling for all that lead to the same place. */
function spell(text: string, links: KnownLinks): Spelled {
  const path = resolvePath(text, links)
  return {text: isResolved(text, links) ? text : resolvedText(path), path}
}

function refuse(problem: string): never {
  throw new AmbiguousInput(problem)
}
