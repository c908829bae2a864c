import type {Canvas} from '../theme.js'
import {wrapped} from './wrap.js'

/** Something that is said of a thing; it has as many lines as it needs. */
export type Field = readonly [name: string, ...lines: string[]]

/** With less room than this beside the names, what is said stands below them. */
const leastRoom = 24
const margin = 2

/**
 * Names on the left, and what is said under each other beside them, broken to the terminal by `broken`. What has nothing to say is
 * left out.
 */
export function fieldsText(fields: readonly Field[], {width, theme}: Canvas, broken = wrapped): string {
  const said = fields.filter(([, ...lines]) => lines.length > 0)
  const named = Math.max(...said.map(([name]) => name.length))
  const start = named + 2 * margin
  const isBelow = width !== null && width - start < leastRoom
  const room = width === null ? null : width - (isBelow ? 2 * margin : start)
  return said
    .flatMap(([name, ...lines]) => {
      const all = lines.flatMap((line) => broken(line, room))
      if (isBelow) return [`  ${theme.faint(name)}`, ...all.map((line) => `    ${line}`)]
      return all.map((line, at) => `  ${theme.faint((at === 0 ? name : '').padEnd(named))}  ${line}`)
    })
    .join('\n')
}
