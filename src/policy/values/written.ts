import {Bound, holdSize, spend} from './budget.js'
import {fail} from './failure.js'
import type {Value} from './value.js'

/** `str(…)`: a value as Python writes it. A whole number has no `.0`: JSON does not know 1 from 1.0. */
export function writtenOut(value: Value): string {
  if (typeof value === 'string') return value
  const pieces: string[] = []
  const writer = new Writer(pieces)
  writer.write(value, Bound.levels)
  return pieces.join('')
}

class Writer {
  private size = 0

  constructor(private readonly pieces: string[]) {}

  write(value: Value, levels: number): void {
    if (typeof value === 'string') this.put(quoted(value))
    else if (typeof value === 'number') this.put(numberText(value))
    else if (typeof value === 'boolean') this.put(value ? 'True' : 'False')
    else if (value === null || typeof value !== 'object') this.put('None')
    else if (levels === 0)
      fail(`Lists or maps nested deeper than ${Bound.levels} levels can't be written out`)
    else if (Array.isArray(value)) this.list(value, levels - 1)
    else this.map(Object.entries(value), levels - 1)
  }

  private put(piece: string): void {
    this.size += piece.length
    holdSize(this.size)
    spend(piece.length)
    this.pieces.push(piece)
  }

  private list(items: readonly Value[], levels: number): void {
    this.put('[')
    for (const [at, item] of items.entries()) {
      if (at > 0) this.put(', ')
      this.write(item, levels)
    }
    this.put(']')
  }

  private map(entries: readonly (readonly [string, Value])[], levels: number): void {
    this.put('{')
    for (const [at, [key, value]] of entries.entries()) {
      if (at > 0) this.put(', ')
      this.put(`${quoted(key)}: `)
      this.write(value, levels)
    }
    this.put('}')
  }
}

/** Whole numbers in full; others with the exponent where Python has it: 1e-05, not 0.00001. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? String(value) : String(BigInt(value))
  if (Math.abs(value) >= 1e-4) return String(value)
  const [mantissa = '', exponent = ''] = value.toExponential().split('e-')
  return `${mantissa}e-${exponent.padStart(2, '0')}`
}

const isSpecial = (text: string): boolean => /[\\\p{C}\p{Z}]/u.test(text)

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  if (!isSpecial(text) && !text.includes(quote)) return quote + text + quote
  let written = quote
  for (const character of text) written += character === quote ? `\\${quote}` : escaped(character)
  return written + quote
}

const named: Readonly<Record<string, string>> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t'}

function escaped(character: string): string {
  if (character === ' ' || !isSpecial(character)) return character
  if (Object.hasOwn(named, character)) return named[character] ?? character
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
