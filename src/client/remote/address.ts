import {AuthenticationError, ValidationError} from '../failures.js'

/** Where a server is, and what opens it. */
export interface Address {
  readonly origin: string
  /** What stands before every path; without a slash at its end. */
  readonly prefix: string
  readonly authorization: string | null
  /** As it may be shown. */
  readonly shown: string
}

export function parseAddress(apiUrl: string, apiKey: string | null): Address {
  const url = parseUrl(apiUrl)
  const prefix = url.pathname.replace(/\/+$/, '')
  return {origin: url.origin, prefix, authorization: authorizationOf(url, apiKey), shown: url.origin + prefix}
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return url
  throw new ValidationError(
    'API_URL_INVALID',
    'The URL of the server must be http:// or https://, without a query',
    {
      suggestions: ['For example: http://localhost:8000'],
    },
  )
}

/** A user and password in the URL are for what stands before the server; it has one header for them and for the key. */
function authorizationOf({username, password}: URL, apiKey: string | null): string | null {
  if (username === '' && password === '') return apiKey === null ? null : `Bearer ${checkedKey(apiKey)}`
  if (apiKey === null)
    return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`
  throw new ValidationError(
    'CREDENTIALS_TWICE',
    'The URL of the server holds a user, and there is a key: one must go',
    {
      suggestions: ['tame config show --origin'],
    },
  )
}

function checkedKey(apiKey: string): string {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return apiKey
  throw new AuthenticationError('API_KEY_INVALID', 'The API key holds characters that no key has', {
    suggestions: ['tame config set api_key -'],
  })
}
