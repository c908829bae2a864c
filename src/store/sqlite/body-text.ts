const names = {decision: '"decision":"', log_id: '"log_id":"'}

/**
 * What the canonical text of a decision's body says under a key that has a plain text. The quotes around it can't be in a
 * string, where they would be escaped, and no key before it has an object: to parse each body would take longer than to
 * read or write it.
 */
export function textIn(body: string, key: keyof typeof names): string | null {
  const name = names[key]
  const at = body.indexOf(name)
  const start = at + name.length
  const end = body.indexOf('"', start)
  return at < 0 || end < 0 ? null : body.slice(start, end)
}
