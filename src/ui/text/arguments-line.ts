import type {Arguments} from '../../model/call.js'
import {jsonText} from './json.js'

const mostOfOne = 120
const mostOfAll = 600

/** Arguments on one line, of which each is there as far as it fits: none can push the others out of sight. */
export function argumentsLine(args: Arguments): string {
  const parts: string[] = []
  let room = mostOfAll
  for (const [key, value] of Object.entries(args)) {
    if (room <= 0) return [...parts, '…'].join(', ')
    const part = `${jsonKey(key)}=${briefJson(value)}`
    parts.push(part)
    room -= part.length
  }
  return parts.length === 0 ? 'no arguments' : parts.join(', ')
}

const jsonKey = (key: string): string => (/^[\w.-]{1,60}$/.test(key) ? key : cut(jsonText(key), 60))

/** Never goes through a megabyte to show a hundred characters of it. */
function briefJson(value: unknown): string {
  if (typeof value === 'string')
    return value.length > mostOfOne ? `${jsonText(value.slice(0, mostOfOne))}…` : jsonText(value)
  return cut(jsonText(value), mostOfOne)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
