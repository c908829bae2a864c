import {type Document, isMap, parseDocument, visit, YAMLMap} from 'yaml'
import {TameError} from '../errors.js'

/** A YAML text with keys at top level set or, with null, removed; comments and the order of the rest stay. */
export function editText(text: string, changes: ReadonlyMap<string, unknown>): string {
  const document: Document = parseDocument(text)
  refuseAliases(document)
  const map = isMap(document.contents) ? document.contents : new YAMLMap()
  document.contents = map
  for (const [key, value] of changes) {
    if (value === null) map.delete(key)
    else document.set(key, value)
  }
  return inStyleOf(text, map.items.length === 0 ? commentsOf(text) : document.toString({lineWidth: 0}))
}

/** A change to one of two values that are the same in the text would change the other. */
function refuseAliases(document: Document): void {
  visit(document, {
    Alias: () => {
      throw new TameError('TEXT_HAS_ALIASES', 'It has YAML aliases (*name), which only a person can edit', {
        suggestions: ['Edit it by hand', 'Write the values out'],
      })
    },
  })
}

/** What is left of a text whose last key is gone. */
const commentsOf = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => /^\s*(#|$)/.test(line))
    .join('\n')

/** The same line ends, and the mark at the beginning that some editors write. */
export function inStyleOf(text: string, edited: string): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  return mark + (text.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited)
}
