import {isIP} from 'node:net'

/**
 * Knows whether a request was meant for this server. A page from elsewhere can make its own name mean this machine; it can't
 * do so with an address, or with a name that is not its own.
 */
export class HostCheck {
  private readonly names: ReadonlySet<string>
  /** That of the last request that was: mostly it is that of the next one too. */
  private last: string | undefined

  constructor(names: readonly string[]) {
    this.names = new Set(names.map((name) => name.toLowerCase()))
  }

  isOwn(host: string | undefined): boolean {
    if (host === undefined) return false
    if (host === this.last) return true
    const name = nameIn(host)
    if (name === undefined || (isIP(name) === 0 && !this.names.has(name))) return false
    this.last = host
    return true
  }
}

/** `[::1]:8000` is `::1`; nothing for what is no host. */
function nameIn(host: string): string | undefined {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(host) ?? []
  return (address ?? name?.replace(/\.$/, ''))?.toLowerCase()
}

/** Node keeps the first one only: whoever is between might have gone by the other. Names and values take turns in the list. */
export function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at])) hosts++
  return hosts > 1
}

const isHost = (name: string | undefined): boolean => name?.length === 4 && name.toLowerCase() === 'host'

/** Whether a browser sent it from a page that is not this server's own. */
export const isForeignPage = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') !== host?.toLowerCase()
