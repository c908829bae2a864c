import {AmbiguousInput} from './ambiguous.js'
import {addressText, strictAddress} from './ip-address.js'
import {carriedIpv4, mappedIpv4} from './ipv4-in-ipv6.js'

/** What clients agree to read in a URL. */
export interface UrlParts {
  /** Lower-case, without the colon. */
  readonly scheme: string
  readonly host: string
  /** As written, or the scheme's own; `""` when it has none. */
  readonly port: string
  readonly path: string
  /** The query and the fragment, with what starts them. */
  readonly query: string
}

/**
 * The host that clients would connect to: lower-case, punycode, addresses in their usual spelling, without port, brackets or a final dot;
 * `""` when the text is no URL with a host. The WHATWG parser reads it; `AmbiguousInput` where Python, curl, Java or
 * others are known to read another host, or to read one where it sees none.
 */
export const host = (url: string): string => readUrl(url)?.host ?? ''

/** The parts of a URL with two slashes, nothing where nobody reads one, and `AmbiguousInput` as for `host`. */
export function readUrl(url: string): UrlParts | undefined {
  const text = url.trimEnd()
  refuseHiddenCharacters(text)
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(text) ?? []
  if (scheme === undefined || !rest.startsWith('//')) return refuseHidden(text, scheme)
  if (isWeb(scheme) && /^\/\/(?:[\\/]|$)/.test(rest)) refuse('the URL has no host where one belongs')
  const authority = authorityOf(rest.slice(2))
  if (authority !== '' && !URL.canParse(text)) refuse('the text begins like a URL but is none')
  const [, path = '', query = ''] = /^([^?#]*)(.*)$/s.exec(rest.slice(2 + authority.length)) ?? []
  return {
    scheme: scheme.toLowerCase(),
    host: authority === '' ? '' : canonicalHost(hostText(authority)),
    port: portOf(authority) || ownPort(scheme.toLowerCase()),
    path,
    query,
  }
}

const portOf = (authority: string): string => /:0*(\d+)$/.exec(authority)?.[1] ?? ''

const ownPorts = new Map([
  ['http', '80'],
  ['https', '443'],
  ['ws', '80'],
  ['wss', '443'],
  ['ftp', '21'],
])

/** The port that a scheme's clients take when the URL names none. */
export const ownPort = (scheme: string): string => ownPorts.get(scheme) ?? ''

/** Whether a URL leads to one of the domains or to a domain below it. */
export function prepareHostIn(domains: readonly string[]): (url: string) => boolean {
  const problem = domains.map(checkDomain).find((each) => each !== undefined)
  if (problem !== undefined) return () => refuse(problem)
  const hosts = domains.map(canonicalHost)
  const covers = (name: string): boolean => hosts.some((each) => name === each || name.endsWith(`.${each}`))
  return (url) => {
    const name = host(url)
    if (name !== '') return isSureOf(name, covers)
    // curl and many tools put "http://" before what has no scheme.
    if (isSureOf(guessedUrl(url)?.host ?? '', covers))
      refuse('the URL has no scheme, and clients that guess one would go to that host')
    return false
  }
}

/** Whether a host passes a test. Whether one that carries an IPv4 address gets there, is up to a gateway that can't be seen from here. */
export function isSureOf(name: string, test: (name: string) => boolean): boolean {
  if (test(name)) return true
  const carried = carriedIpv4(strictAddress(name) ?? [])
  if (carried.some((address) => test(addressText(address))))
    refuse('the host is an IPv6 address that carries the IPv4 address of such a host')
  return false
}

/** What is wrong with a domain given to `host_in`, before it turns a rule into one that never matches. */
export function checkDomain(domain: string): string | undefined {
  const shown = JSON.stringify(domain)
  const bare = domain.replace(/^\*?\./, '')
  if (bare !== domain)
    return `${shown} is not a domain; write ${JSON.stringify(bare)}, which covers its subdomains too`
  if (domain === '' || /[/\\?#@\s]|^[^[]*:\d*$/.test(domain))
    return `${shown} is not a domain; leave out scheme, port and path`
  try {
    canonicalHost(domain)
    return undefined
  } catch (error) {
    if (error instanceof AmbiguousInput) return `${shown} is not a domain: ${error.message}`
    throw error
  }
}

function refuse(problem: string): never {
  throw new AmbiguousInput(problem)
}

const isWeb = (scheme: string): boolean => /^(?:https?|wss?|ftp)$/i.test(scheme)

/** The WHATWG parser drops tabs, line breaks and leading spaces; curl refuses, others send them. */
function refuseHiddenCharacters(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const visible = text.replace(/[\u0000-\u001f\u007f]|^\s+/g, '')
  if (visible !== text && /^(?:https?|wss?|ftp):|^[^/?#\\]*:[\\/]/i.test(visible)) {
    refuse('the URL holds tabs, line breaks or leading spaces')
  }
}

/** What is no URL to the WHATWG parser, or one without a host: refused where others read one. */
function refuseHidden(text: string, scheme: string | undefined): undefined {
  // Browsers read a host in `http:evil.com`, Python none.
  if (scheme !== undefined && isWeb(scheme)) refuse('the URL does not have two slashes after its scheme')
  // `view-source:http://…`, `<URL:http://…>`: some unpack it.
  if (/^[^/?#]*:[\\/]{2}/.test(text)) refuse('the text holds a URL, but does not begin with it')
  return undefined
}

/** The part between `//` and the path. */
function authorityOf(text: string): string {
  const [authority = ''] = /^[^/?#]*/.exec(text) ?? []
  // To browsers a backslash ends the host, to Python it is part of what comes before the `@`.
  if (authority.includes('\\')) refuse('a backslash in the URL ends the host for some clients')
  if (authority.indexOf('@') !== authority.lastIndexOf('@'))
    refuse('the URL has more than one "@" before its path')
  // Some look for the brackets of an address before they look for the user.
  if (/[[\]]/.test(authority.slice(0, Math.max(0, authority.indexOf('@')))))
    refuse('the user in the URL holds brackets')
  // Without a `/` before it, older clients read on to the `@`.
  if (/^[?#][^/]*@/.test(text.slice(authority.length)))
    refuse('the URL has an "@" after a host that no "/" ends')
  return authority
}

/** An authority without its user and port. */
const hostText = (authority: string): string =>
  authority.slice(authority.indexOf('@') + 1).replace(/:\d*$/, '')

export function canonicalHost(text: string): string {
  refuseUnevenNames(text)
  const spelled = `http://${text}/`
  if (!URL.canParse(spelled)) refuse('the host of the URL is not valid')
  const name = new URL(spelled).hostname.replace(/\.$/, '')
  if (name.startsWith('[')) return plainAddress(name.slice(1, -1))
  // curl expands `{a,b}`; a `;` or an empty label is a host to some and none to others.
  if (!/^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/.test(name)) refuse('the host of the URL holds what no host name has')
  return name
}

/** A socket that is given `::ffff:127.0.0.1` speaks IPv4 with 127.0.0.1: it is the same host. */
function plainAddress(text: string): string {
  const mapped = mappedIpv4(strictAddress(text) ?? [])
  return mapped ? addressText(mapped) : text
}

/** Refuses host names that clients turn into different ones. */
function refuseUnevenNames(text: string): void {
  if (text.includes('%')) refuse('the host of the URL is percent-encoded, which only some clients decode')
  const lower = text.toLowerCase()
  // `ß`, `ς` and joiners changed their meaning with IDNA 2008; the others are mapped to ASCII by some only.
  if (/[ßς。｡]|\p{Default_Ignorable_Code_Point}/u.test(lower) || lower.normalize('NFKC') !== lower) {
    refuse('the host of the URL has characters that clients turn into different names')
  }
  if (
    /^[\dxa-f.]*$/.test(lower) &&
    /(?:^|\.)0\d/.test(lower) &&
    /(?:^|\.)(?:0x[\da-f]*|\d+)\.?$/.test(lower)
  ) {
    refuse('a number with a leading zero is octal to some clients and decimal to others')
  }
}

/** The URL that a client would read which puts a scheme before the text; nothing when it would read none. */
export function guessedUrl(url: string): UrlParts | undefined {
  const text = url.trim()
  if (text === '' || /^[^/?#]*\s/.test(text) || /^[a-z][a-z\d+.-]*:(?!\d*(?:[/?#]|$))/i.test(text))
    return undefined
  return readUrl(text.startsWith('//') ? `http:${text}` : `http://${text}`)
}
