import {ExitCode, TameError} from '../errors.js'

/** Whether a name is meant by a text that it contains, in capitals or not, or by a /regular expression/. */
export function parseNameFilter(filter: string): (name: string) => boolean {
  const [, pattern, flags] = /^\/(.+)\/([imsu]*)$/s.exec(filter) ?? []
  if (pattern === undefined) {
    const wanted = filter.toLowerCase()
    return (name) => name.toLowerCase().includes(wanted)
  }
  const regex = regexOf(pattern, flags ?? '')
  return (name) => regex.test(name)
}

function regexOf(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags)
  } catch (cause) {
    throw new TameError('USAGE', `--filter is no regular expression: ${(cause as Error).message}`, {
      cause,
      suggestions: ['Without slashes it is taken as text'],
      exitCode: ExitCode.misuse,
    })
  }
}
