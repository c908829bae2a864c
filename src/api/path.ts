/** The parts of a path between its slashes; `{name}` is one that a caller fills in. */
export const partsOf = (path: string): readonly string[] => path.split('/').slice(1)

/** The name of a part to fill in; nothing for one that stands as it is. */
export const placeholderOf = (part: string): string | undefined => /^\{(\w+)\}$/.exec(part)?.[1]

/** The path with its parts filled in. */
export function filledPath(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || isUnsafe(value))
      throw new RangeError(`The path ${path} can't hold this ${name}`)
    return encodeURIComponent(value)
  })
}

/** A server, or what stands before it, reads these as a way to another path. */
const isUnsafe = (value: string): boolean => value === '' || value === '.' || value === '..'

/** A query; what is undefined is left out. With its question mark, when there is anything in it. */
export function queryText(query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
