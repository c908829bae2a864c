import {isMap, parseDocument} from 'yaml'

/** A YAML text with keys at top level set or, with null, removed; comments and the order of the rest stay. */
export function editText(text: string, changes: ReadonlyMap<string, unknown>): string {
  const document = parseDocument(text)
  const onlyComments = document.contents === null || !isMap(document.contents)
  if (onlyComments) document.contents = document.createNode({}) as typeof document.contents
  for (const [key, value] of changes) {
    if (value === null) document.delete(key)
    else document.set(key, value)
  }
  return document.toString({lineWidth: 0})
}
