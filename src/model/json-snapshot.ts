import {ExitCode, TameError} from '../errors.js'

/** Deeper than any argument means something; what hides secrets looks no deeper than this either. */
const deepest = 100

/** How many characters, keys and items are looked at before it is clear that the text is too long. */
const mostParts = 1_048_576

/** What is wrong with a value that somebody gave; never with the value in it, which may be secret. */
export const invalidCall = (message: string, suggestions: readonly string[] = []): TameError =>
  new TameError('INVALID_CALL', message, {suggestions, exitCode: ExitCode.misuse})

type PlainMap = Record<string, unknown>

/**
 * A value as it is now, made of plain lists and maps that nobody else holds: what is decided, recorded and returned are then
 * the same. Each property is read once, so that no getter can say one thing to the policy and another to the record.
 */
export class JsonSnapshot {
  private readonly path: (string | number)[] = []
  private partsLeft = mostParts

  /** `name` is what a message calls the value: "args". */
  constructor(private readonly name: string) {}

  /** Throws where it is no map of JSON values. */
  takeMap(given: unknown): Readonly<PlainMap> {
    if (!isPlainMap(given)) throw this.fault('must be a plain map of JSON values')
    return this.map(given)
  }

  take(given: unknown): unknown {
    switch (typeof given) {
      case 'string':
        return this.text(given)
      case 'boolean':
        return given
      case 'number':
        return this.number(given)
      case 'object':
        return given === null ? null : this.compound(given)
      default:
        throw this.fault(`is ${kindOf(given)}, which JSON does not know`)
    }
  }

  private text(given: string): string {
    this.spend(given.length)
    if (hasLoneSurrogate(given)) throw this.fault('is no well-formed text: it has half of a surrogate pair')
    return given
  }

  private number(given: number): number {
    if (!Number.isFinite(given)) throw this.fault(`is ${given}, which JSON does not know`)
    // Adding zero makes the zero below zero, which JSON may or may not tell apart, a plain one.
    return given + 0
  }

  private compound(given: object): unknown {
    if (Array.isArray(given)) return this.list(given)
    if (isPlainMap(given)) return this.map(given)
    throw this.fault('is an object of a class, of which JSON would show something else')
  }

  private list(given: readonly unknown[]): unknown[] {
    const {length} = given
    this.enter(length)
    const items: unknown[] = []
    for (let at = 0; at < length; at++) {
      this.path.push(at)
      items.push(this.take(given[at]))
      this.path.pop()
    }
    return items
  }

  private map(given: PlainMap): PlainMap {
    const keys = Object.keys(given)
    this.enter(keys.length)
    const map: PlainMap = {}
    for (const key of keys) {
      this.path.push(this.text(key))
      const value = given[key]
      // As JSON has it: a key without a value is not there.
      if (value !== undefined) put(map, key, this.take(value))
      this.path.pop()
    }
    return map
  }

  private enter(parts: number): void {
    if (this.path.length > deepest) throw this.fault(`lies deeper than ${deepest} levels`)
    this.spend(parts)
  }

  private spend(parts: number): void {
    this.partsLeft -= parts
    if (this.partsLeft < 0) throw tooLarge(this.name)
  }

  private fault(what: string): TameError {
    return invalidCall(`${this.place()} ${what}`)
  }

  private place(): string {
    return this.path.reduce<string>(
      (place, key) => `${place}${typeof key === 'number' ? `[${key}]` : `.${shortened(key)}`}`,
      this.name,
    )
  }
}

/** A key named `__proto__` is data like any other, and must not become the map's prototype. */
function put(map: PlainMap, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, {value, enumerable: true, configurable: true, writable: true})
  else map[key] = value
}

/** Of this realm or of another, whose `Object.prototype` is another object that has no prototype itself. */
export function isPlainMap(value: unknown): value is PlainMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (
    prototype === Object.prototype ||
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty'))
  )
}

const kindOf = (value: unknown): string => (value === undefined ? 'undefined' : `a ${typeof value}`)

const longestKey = 40

const shortened = (key: string): string => (key.length > longestKey ? `${key.slice(0, longestKey)}…` : key)

/** With this flag a pair is one character, so that only halves are found. */
const loneSurrogate = /[\ud800-\udfff]/u

export const hasLoneSurrogate = (text: string): boolean => loneSurrogate.test(text)

export const tooLarge = (name: string): TameError =>
  invalidCall(`${name} takes more than 1 MiB as JSON`, [
    'Pass a file’s path or address instead of its content',
  ])
