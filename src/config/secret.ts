import type {ConfigKey} from './schema.js'

/** What is never shown whole. */
export const isSecretKey = (key: ConfigKey): boolean => key === 'api_key' || key === 'notify_secret'

/** A setting as it may be shown: whole, or with its secret part covered. */
export function shownValue<Value>(key: ConfigKey, value: Value): Value | string {
  if (typeof value !== 'string') return value
  if (isSecretKey(key)) return maskedKey(value)
  return key === 'store' || key === 'api_url' || key === 'notify_url' ? withoutPassword(value) : value
}

/** Enough of a key to tell two apart, and never more than a third of it. */
function maskedKey(key: string): string {
  if (key.length < 12) return '…'
  const prefix = key.startsWith('tk_') ? 'tk_' : ''
  return `${prefix}…${key.slice(-4)}`
}

/** Covers too much rather than too little: a password may hold any character, even when it should not. */
const withoutPassword = (url: string): string =>
  url
    .replace(/(\/\/[^@]*?:).*(?=@)/, '$1…')
    .replace(/(\/\/)[^@:]+(?=@)/, '$1…')
    .replace(/([?&]password=)[^&]*/gi, '$1…')
