import type {Arguments} from '../../model/call.js'
import {jsonText} from './json.js'

const mostOfOne = 120
const shortPart = 48
const mostOfAll = 600

/** More of them nobody counts. */
const mostParts = 100

/**
 * Arguments on one line. Short ones are first, and of a long one there is its beginning: a file's contents must not push its
 * path out of sight.
 */
export function argumentsLine(args: Arguments): string {
  const entries = Object.entries(args)
  const parts = entries.slice(0, mostParts).map(([key, value]) => `${jsonKey(key)}=${briefJson(value)}`)
  const isShort = (part: string): boolean => part.length <= shortPart
  const ordered = [...parts.filter(isShort), ...parts.filter((part) => !isShort(part))]
  if (entries.length > mostParts) ordered.push('…')
  return ordered.length === 0 ? 'no arguments' : cut(ordered.join(', '), mostOfAll)
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
