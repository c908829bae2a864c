import {isIP} from 'node:net'

/**
 * Whether a request was meant for this server. A page from elsewhere can make its own name mean this machine; it can't do so
 * with an address, or with a name that is not its own.
 */
export function isOwnHost(host: string | undefined, names: ReadonlySet<string>): boolean {
  const name = host === undefined ? undefined : nameIn(host)
  return name !== undefined && (isIP(name) !== 0 || names.has(name))
}

/** `[::1]:8000` is `::1`; nothing for what is no host. */
function nameIn(host: string): string | undefined {
  const [, address, name] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?$/i.exec(host) ?? []
  return (address ?? name?.replace(/\.$/, ''))?.toLowerCase()
}

/** Whether a browser sent it from a page that is not this server's own. */
export const isForeignPage = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') !== host?.toLowerCase()
