import type {Theme} from '../theme.js'

/** Something that is said of a thing; it has as many lines as it needs. */
export type Field = readonly [name: string, ...lines: string[]]

/** Names on the left, and what is said under each other beside them. What has nothing to say is left out. */
export function fieldsText(fields: readonly Field[], theme: Theme): string {
  const said = fields.filter(([, ...lines]) => lines.length > 0)
  const width = Math.max(...said.map(([name]) => name.length))
  return said
    .flatMap(([name, ...lines]) =>
      lines.map((line, at) => `  ${theme.faint((at === 0 ? name : '').padEnd(width))}  ${line}`),
    )
    .join('\n')
}
