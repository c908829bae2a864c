import type {CallResult} from '../../model/call-result.js'

const mostCharacters = 256 * 1024

/** What is recorded of a call that ended well. */
export const success = (result: unknown, durationMs: number): CallResult => ({
  status: 'success',
  result: recordable(result),
  durationMs,
})

/** What is recorded of one that failed. */
export const failure = (error: unknown, durationMs: number): CallResult => ({
  status: 'error',
  error: wellFormed(errorText(error).slice(0, mostCharacters)),
  durationMs,
})

/** A result may be anything. What JSON can't say, or only at great length, is named in its place. */
function recordable(result: unknown): unknown {
  try {
    const text: string | undefined = JSON.stringify(result)
    if (text === undefined) return null
    if (text.length > mostCharacters) return {not_recorded: `${text.length} characters of JSON`}
    return JSON.parse(text, (_key, value) => (typeof value === 'string' ? wellFormed(value) : value))
  } catch (error) {
    return {not_recorded: errorText(error)}
  }
}

function errorText(error: unknown): string {
  try {
    return String(error)
  } catch {
    return 'an error that has no text'
  }
}

/** Half a character, as it is left where a text was cut, is no Unicode and can't be recorded. */
const wellFormed = (text: string): string => text.replace(halfPair, '\ufffd')

const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
