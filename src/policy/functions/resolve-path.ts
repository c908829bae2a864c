import {isPlainPath} from './plain-path.js'

/** A path after `.`, `..` and `//`: where it starts, how far it climbs above that, and the names from there. */
export interface ResolvedPath {
  /** `/`, `.` (the working directory), `~`, `~user`, a Windows drive as `c:`, or `?`: leads anywhere. */
  base: string
  climbs: number
  names: readonly string[]
}

/** Directories that every system of a kind has as links: the text hides them, the kernel follows them. */
export interface KnownLinks {
  how: string
  /** Whether there may be one in the folder of this name at the root: asked first, for most paths never come near a link. */
  mayLieIn: (first: string) => boolean
  find: (names: readonly string[]) => Target | undefined
}

interface Target {
  base: string
  names: readonly string[]
}

const linuxLinks = new Map<string, readonly string[]>([
  ['bin', ['usr', 'bin']],
  ['sbin', ['usr', 'sbin']],
  ['lib', ['usr', 'lib']],
  ['lib64', ['usr', 'lib64']],
  ['var/run', ['run']],
  ['var/lock', ['run', 'lock']],
])

const linuxStarts = new Set(['proc', 'dev', ...[...linuxLinks.keys()].map((place) => place.split('/')[0])])

const macosLinks = new Map<string, readonly string[]>([
  ['etc', ['private', 'etc']],
  ['tmp', ['private', 'tmp']],
  ['var', ['private', 'var']],
  ['volumes/macintosh hd', []],
  ['system/volumes/data', []],
  ['.nofollow', []],
])

const macosStarts = new Set([
  '.vol',
  '.resolve',
  'dev',
  ...[...macosLinks.keys()].map((place) => place.split('/')[0]),
])

const anywhere: Target = {base: '?', names: []}

function findLinuxLink(names: readonly string[]): Target | undefined {
  if (names[0] === 'proc') return findProcessLink(names)
  if (names.length > 2) return undefined
  const place = names.join('/')
  if (place === 'dev/fd') return anywhere
  const target = linuxLinks.get(place)
  return target && {base: '/', names: target}
}

/** `/proc/self/root/etc/passwd` is `/etc/passwd`, and `/proc/self/fd/3` whatever happens to be open. */
function findProcessLink([, process, ...below]: readonly string[]): Target | undefined {
  if (below.length === 0) return process === undefined ? undefined : processAliases.get(process)
  const place = below[0] === 'task' ? below.slice(2) : below
  return place.length === 1 ? processLinks.get(place[0] ?? '') : undefined
}

// What lies above them is not `/proc`: `/proc/thread-self/../../root` is the root too.
const processAliases = new Map<string, Target>([
  ['thread-self', {base: '/', names: ['proc', 'self', 'task', 'self']}],
  ['net', {base: '/', names: ['proc', 'self', 'net']}],
])

const processLinks = new Map<string, Target>([
  ['root', {base: '/', names: []}],
  ['cwd', {base: '.', names: []}],
  ['fd', anywhere],
  ['map_files', anywhere],
])

function findMacosLink(names: readonly string[]): Target | undefined {
  if (names.length > 3) return undefined
  const place = names.join('/').toLowerCase()
  // `/.resolve/1/etc`: how the rest is to be looked up.
  if (/^\.resolve\/[^/]*$/.test(place)) return {base: '/', names: []}
  // `/.vol/…` opens by number: nothing in the text says what.
  if (place === '.vol' || place === 'dev/fd') return anywhere
  const target = macosLinks.get(place)
  return target && {base: '/', names: target}
}

export const textAlone: KnownLinks = {how: '', mayLieIn: () => false, find: () => undefined}

/** The systems that a tool may run on. */
export const systems: readonly KnownLinks[] = [
  {how: 'where Linux has links', mayLieIn: (first) => linuxStarts.has(first), find: findLinuxLink},
  {
    how: 'where macOS has links',
    mayLieIn: (first) => macosStarts.has(first.toLowerCase()),
    find: findMacosLink,
  },
]

/** Follows a path by its text alone, through the links that the system is known to have. */
export function resolvePath(text: string, links: KnownLinks): ResolvedPath {
  return isResolved(text, links)
    ? {base: '/', climbs: 0, names: text.slice(1).split('/')}
    : resolveByName(text, links)
}

/** Whether a path says already where it leads: no dots in it, and no link on the way. Says no when in doubt. */
export const isResolved = (text: string, links: KnownLinks): boolean =>
  isPlainPath(text) && !links.mayLieIn(firstName(text))

/** Whether any system may have a link on a plain path's way. */
export const mayMeetLink = (text: string): boolean => {
  const first = firstName(text)
  return systems.some(({mayLieIn}) => mayLieIn(first))
}

function firstName(text: string): string {
  const end = text.indexOf('/', 1)
  return end < 0 ? text.slice(1) : text.slice(1, end)
}

/** Where a path leads if the working directory and the home are the root. */
export const resolveAtRoot = (text: string, links: KnownLinks): ResolvedPath =>
  resolveByName(text, links, true)

/**
 * Where the links of the root lead a path that starts at a place not known here, and may come to the root: `../../../proc/self/root/etc`.
 * None when it meets no such link.
 */
export function linkedAtRoot(text: string, links: KnownLinks): readonly ResolvedPath[] {
  if (isResolved(text, links) || !namesLink.test(text)) return []
  const floating = resolvePath(text, links)
  if (!isFloating(floating.base)) return []
  const climbed = `/${floating.names.join('/')}`
  // In `bin/../../proc` the dots leave `/bin`'s target at the root, and a plain folder elsewhere.
  return [
    [resolveAtRoot(text, links), resolveAtRoot(text, textAlone)] as const,
    [resolvePath(climbed, links), resolvePath(climbed, textAlone)] as const,
  ].flatMap(([linked, plain]) => (isSamePlace(linked, plain) ? [] : [linked]))
}

// Asked first, for nearly no path comes near a link.
const namesLink = new RegExp(
  `(?:^|/)(?:${[...linuxStarts, ...macosStarts].join('|').replaceAll('.', '\\.')})(?:/|$)`,
  'i',
)

const isFloating = (base: string): boolean => base === '.' || base.startsWith('~')

function resolveByName(text: string, links: KnownLinks, atRoot = false): ResolvedPath {
  const place = (base: string): string => (atRoot && isFloating(base) ? '/' : base)
  const start = startOf(text)
  let base = place(start.base)
  let names: string[] = []
  let climbs = 0
  for (const name of start.rest.split(isDrive(base) ? /[\\/]/ : '/')) {
    if (base === '?') break
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (names.length > 0) names.pop()
      else if (!isRoot(base)) climbs++
      continue
    }
    names.push(name)
    // Followed at once, not at the end: in `/var/run/..` the `..` leaves the link's target.
    const target = base === '/' && links.mayLieIn(names[0] ?? '') ? links.find(names) : undefined
    if (target) {
      base = place(target.base)
      names = [...target.names]
    }
  }
  return {base, climbs, names}
}

/** Above a root there is nothing: `/..` is `/`. */
const isRoot = (base: string): boolean => base === '/' || isDrive(base)

export const isDrive = (base: string): boolean => /^[a-z]:$/.test(base)

function startOf(text: string): {base: string; rest: string} {
  if (text.startsWith('/') && !text.startsWith('//?/')) return {base: '/', rest: text.slice(1)}
  // Network shares and device paths of Windows; a shell variable holds whatever it holds.
  if (/^[\\/]/.test(text) || /^(?:\$\w+|\$\{[^/}]*\}|%\w+%)(?:[\\/]|$)/.test(text)) return leadsAnywhere
  const drive = /^([a-z]):([\\/]?)/i.exec(text)
  // `C:notes.txt` starts in whatever directory that drive was left in.
  if (drive) return drive[2] ? {base: `${drive[1]?.toLowerCase()}:`, rest: text.slice(3)} : leadsAnywhere
  if (!text.startsWith('~')) return {base: '.', rest: text}
  const slash = text.indexOf('/')
  return slash < 0 ? {base: text, rest: ''} : {base: text.slice(0, slash), rest: text.slice(slash)}
}

const leadsAnywhere = {base: '?', rest: ''}

export const isSamePlace = (path: ResolvedPath, other: ResolvedPath | undefined): boolean =>
  path.base === other?.base && path.climbs === other.climbs && path.names.join('/') === other.names.join('/')

/** The path written out again: one spelling for all that resolve to it. */
export function resolvedText({base, climbs, names}: ResolvedPath): string {
  const below = [...Array.from({length: climbs}, () => '..'), ...names].join('/')
  if (base === '.') return below || '.'
  if (base === '/') return `/${below}`
  return below === '' && !isDrive(base) ? base : `${base}/${below}`
}
