import {AmbiguousInput} from './ambiguous.js'
import {foldedName} from './names.js'
import {pathReadings, type Reading} from './readings.js'
import {resolvedText, resolvePath, textAlone} from './resolve-path.js'
import {canonicalHost, guessedUrl, isSureOf, ownPort, readUrl, type UrlParts} from './url.js'
import {plainMatcher, segmentMatcher} from './wildcards.js'

type Test = (text: string) => boolean

interface UrlPattern {
  readonly scheme: Test
  readonly host: Test
  /** When there is none, the port is the one that the scheme has by itself. */
  readonly port: Test | undefined
  readonly path: string
}

const shape = /^(?![a-z]:)([^/#]+):\/\/([^/]*)(.*)$/is

/** Whether a pattern speaks of URLs: `c://x` is a path on a drive. */
export const speaksOfUrls = (pattern: string): boolean => shape.test(pattern)

/**
 * Scheme, host, port and path are asked each for itself: matched as one text, the `*` of `https://*.good.com/**` would take in
 * `evil.com?`, and `https://admin.good.com/**` would miss `https://u@admin.good.com:443/`.
 */
export function urlMatcher(pattern: string, pathMatcher: (pattern: string) => Test): Test {
  const wanted = readPattern(pattern)
  if ('problem' in wanted) return () => refuse(wanted.problem)
  const path = pathTest(wanted.path)
  const file = wanted.scheme('file') ? pathMatcher(wanted.path) : undefined
  return (text) => {
    const url = readUrl(text)
    if (url === undefined) return refuseGuesses(text, wanted)
    // To many clients `file:/x`, `file:///x` and `file://localhost/x` are one.
    if (url.scheme === 'file' && url.host !== '' && file) refuse('a file URL names a host')
    if (!isThere(url, wanted)) return false
    const answer = path(url)
    if (url.scheme === 'file' && file?.(url.path) !== answer) refuse('the file URL leads elsewhere as a path')
    return answer
  }
}

/** What is wrong with a pattern of URLs. */
export function checkUrlPattern(pattern: string): string | undefined {
  const wanted = readPattern(pattern)
  return 'problem' in wanted ? wanted.problem : undefined
}

function isThere({scheme, host, port}: UrlParts, wanted: UrlPattern): boolean {
  if (!wanted.scheme(scheme) || !isSureOf(host, wanted.host)) return false
  // `postgres://db:5432/` and `postgres://db/` are one, but which schemes have which port is not known here.
  if (ownPort(scheme) === '' && (wanted.port ? port === '' && !wanted.port('') : port !== ''))
    refuse('the port that the scheme of the URL has by itself is not known here')
  return wanted.port ? wanted.port(port) : port === ownPort(scheme)
}

/** curl and many tools put a scheme before what has none; nobody reads a host in `/x`. */
function refuseGuesses(text: string, wanted: UrlPattern): false {
  if (/^file:/i.test(text) && wanted.scheme('file')) refuse('the file URL does not have two slashes')
  const guessed = /^\/(?![\\/])/.test(text) ? undefined : guessedUrl(text)
  if (guessed && isSureOf(guessed.host, wanted.host))
    refuse('the URL has no scheme, and clients that guess one would go to that host')
  return false
}

function readPattern(pattern: string): UrlPattern | {problem: string} {
  const [, scheme = '', authority = '', rest = ''] = shape.exec(pattern) ?? []
  const [, host = '', port] = /^(.*?)(?::([\d*?]*))?$/s.exec(authority) ?? []
  // It crosses into the path: that goes for both then.
  const isAll = host === '**'
  const hostTest = isAll ? () => true : hostMatcher(host)
  if (typeof hostTest !== 'function') return hostTest
  return {
    scheme: plainMatcher(scheme.toLowerCase()),
    host: hostTest,
    port: port ? plainMatcher(port) : isAll ? () => true : undefined,
    path: isAll ? `/**${rest}` : rest || '/',
  }
}

function hostMatcher(host: string): Test | {problem: string} {
  if (host === '') return (name) => name === ''
  if (host.includes('@')) return {problem: 'a pattern of URLs names no user; it is left out of the URL too'}
  if (host.includes('**'))
    return {problem: '"**" in a host would reach into the path; "*" covers subdomains at every depth'}
  try {
    if (!/[*?]/.test(host)) return sameAs(canonicalHost(host))
    const matches = plainMatcher(host.replace(/\.$/, '').split('.').map(label).join('.'))
    return (name) => name !== '' && matches(name)
  } catch (error) {
    if (error instanceof AmbiguousInput) return {problem: error.message}
    throw error
  }
}

const sameAs =
  (host: string): Test =>
  (name) =>
    name === host

/** One name of a host with wildcards: `canonicalHost` would take `10` alone for an address. */
function label(text: string): string {
  const lower = text.toLowerCase()
  if (/^[a-z\d_*?-]*$/.test(lower)) return lower
  return /[*?:[\]]/.test(lower) ? refuse('the host holds what no host name has') : canonicalHost(lower)
}

function pathTest(pattern: string): (url: UrlParts) => boolean {
  const spelled = spell(pattern)
  const exact = segmentMatcher(spelled)
  const folded = segmentMatcher(foldedName(spelled))
  const ask = (text: string): boolean => {
    if (exact(text)) return true
    if (folded(foldedName(text)))
      refuse('the text matches only if letter case or Unicode spelling is ignored')
    return false
  }
  const isAboutQuery = /[?#]/.test(pattern)
  const askBoth = (path: string, query: string): boolean => {
    const answer = ask(path + query)
    // `/*/public` is no leave for `/secret?/public`, nor does `?x` lead around `/secret`.
    if (query !== '' && !isAboutQuery && ask(path) !== answer) refuse('the query of the URL decides')
    return answer
  }
  return ({path, query}) => {
    const readings = pathReadings(path || '/')
    const answer = askBoth(spell(readings[0].text), query)
    for (const {text, how} of readings.flatMap(withoutParameters)) {
      if (askBoth(spell(text), query) !== answer) refuse(`the text leads elsewhere ${how}`)
    }
    return answer
  }
}

/** To Tomcat and its like `/a/..;/b` is `/b`: what follows a `;` is dropped before the dots are resolved. */
const withoutParameters = (reading: Reading): readonly Reading[] =>
  reading.text.includes(';')
    ? [reading, {text: reading.text.replaceAll(/;[^/]*/g, ''), how: 'when path parameters are dropped'}]
    : [reading]

/** One spelling of a URL's path for all that clients resolve to the same. */
const spell = (path: string): string => resolvedText(resolvePath(path, textAlone))

function refuse(problem: string): never {
  throw new AmbiguousInput(problem)
}
