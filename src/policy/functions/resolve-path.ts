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
  find: (names: readonly string[]) => Target | undefined
}

interface Target {
  base: string
  names: readonly string[]
}

const linuxLinks = new Map([
  ['bin', ['usr', 'bin']],
  ['sbin', ['usr', 'sbin']],
  ['lib', ['usr', 'lib']],
  ['lib64', ['usr', 'lib64']],
  ['var/run', ['run']],
  ['var/lock', ['run', 'lock']],
])

const macosLinks = new Map([
  ['etc', ['private', 'etc']],
  ['tmp', ['private', 'tmp']],
  ['var', ['private', 'var']],
  ['volumes/macintosh hd', []],
  ['system/volumes/data', []],
])

const anywhere: Target = {base: '?', names: []}

function findLinuxLink(names: readonly string[]): Target | undefined {
  if (names[0] === 'proc') return findProcessLink(names.slice(2))
  if (names.length > 2) return undefined
  const place = names.join('/')
  if (place === 'dev/fd') return anywhere
  const target = linuxLinks.get(place)
  return target && {base: '/', names: target}
}

/** `/proc/self/root/etc/passwd` is `/etc/passwd`, and `/proc/self/fd/3` whatever happens to be open. */
function findProcessLink(below: readonly string[]): Target | undefined {
  const place = below[0] === 'task' ? below.slice(2) : below
  if (place.length !== 1) return undefined
  if (place[0] === 'root') return {base: '/', names: []}
  if (place[0] === 'cwd') return {base: '.', names: []}
  return place[0] === 'fd' || place[0] === 'map_files' ? anywhere : undefined
}

function findMacosLink(names: readonly string[]): Target | undefined {
  if (names.length > 3) return undefined
  const place = names.join('/').toLowerCase()
  // `/.vol/…` opens by number: nothing in the text says what.
  if (place === '.vol' || place === 'dev/fd') return anywhere
  const target = macosLinks.get(place)
  return target && {base: '/', names: target}
}

export const textAlone: KnownLinks = {how: '', find: () => undefined}

/** The systems a policy may run on. */
export const systems: readonly KnownLinks[] = [
  textAlone,
  {how: 'where Linux has links', find: findLinuxLink},
  {how: 'where macOS has links', find: findMacosLink},
]

/** Follows a path by its text alone, through the links that the system is known to have. */
export function resolvePath(text: string, links: KnownLinks): ResolvedPath {
  const start = startOf(text)
  let {base} = start
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
    const target = base === '/' ? links.find(names) : undefined
    if (target) {
      base = target.base
      names = [...target.names]
    }
  }
  return {base, climbs, names}
}

/** Above a root there is nothing: `/..` is `/`. */
const isRoot = (base: string): boolean => base === '/' || isDrive(base)

export const isDrive = (base: string): boolean => /^[a-z]:$/.test(base)

function startOf(text: string): {base: string; rest: string} {
  // Network shares and device paths of Windows; a shell variable holds whatever it holds.
  if (/^(?:\\\\|\/\/\?\/)/.test(text) || /^(?:\$\w+|\$\{[^/}]*\}|%\w+%)(?:[\\/]|$)/.test(text))
    return leadsAnywhere
  const drive = /^([a-z]):([\\/]?)/i.exec(text)
  // `C:notes.txt` starts in whatever directory that drive was left in.
  if (drive) return drive[2] ? {base: `${drive[1]?.toLowerCase()}:`, rest: text.slice(3)} : leadsAnywhere
  if (text.startsWith('/')) return {base: '/', rest: text.slice(1)}
  if (!text.startsWith('~')) return {base: '.', rest: text}
  const slash = text.indexOf('/')
  return slash < 0 ? {base: text, rest: ''} : {base: text.slice(0, slash), rest: text.slice(slash)}
}

const leadsAnywhere = {base: '?', rest: ''}

/** The path written out again: one spelling for all that resolve to it. */
export function resolvedText({base, climbs, names}: ResolvedPath): string {
  const below = [...Array.from({length: climbs}, () => '..'), ...names].join('/')
  if (base === '.') return below || '.'
  if (base === '/') return `/${below}`
  return below === '' && !isDrive(base) ? base : `${base}/${below}`
}
