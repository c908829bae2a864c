import type {Arguments, Call} from '../model/call.js'
import {deepest, type Redaction, redactedText} from './redaction.js'

type Path = readonly string[]

/** What of one call must not show, wherever it turns up. */
export class Secrets {
  /** The call as it may show. */
  readonly shown: Required<Pick<Call, 'args' | 'metadata'>>
  private readonly isNone: boolean
  private knownVisible: ReadonlySet<unknown> | undefined
  private knownHidden: ReadonlySet<unknown> | undefined
  private knownSpellings: readonly string[] | undefined

  constructor(
    private readonly redaction: Redaction,
    private readonly given: Pick<Call, 'args' | 'metadata'>,
  ) {
    const {args, metadata = null} = given
    // Each by itself, because patterns are paths within them.
    this.shown = {
      args: redaction.redact(args) as Arguments,
      metadata: redaction.redact(metadata) as Arguments | null,
    }
    this.isNone = this.shown.args === args && this.shown.metadata === metadata
  }

  private get before(): Arguments {
    return namesOf(this.given)
  }

  private get after(): Arguments {
    return namesOf(this.shown)
  }

  // Most calls hide nothing, and need neither.
  private get visible(): ReadonlySet<unknown> {
    this.knownVisible ??= new Set(scalarsIn(this.after))
    return this.knownVisible
  }

  private get hidden(): ReadonlySet<unknown> {
    if (this.isNone) return nothing
    this.knownHidden ??= new Set(scalarsIn(this.before).filter((value) => this.hides(value)))
    return this.knownHidden
  }

  private hides(value: unknown): boolean {
    return value !== '' && !this.visible.has(value)
  }

  /**
   * How near to a secret these reads come: one reads a secret or what is in it; one reads something around a secret, so
   * that what was made of it may show the secret; or none does.
   */
  nearness(reads: readonly Path[]): 'secret' | 'around' | 'none' {
    if (this.redaction.readsSecret(reads)) return 'secret'
    return !this.isNone && reads.some((path) => this.isAround(path)) ? 'around' : 'none'
  }

  /** Behind a key that was not known beforehand anything below may have been read. */
  private isAround(path: Path): boolean {
    let [before, after]: unknown[] = [this.before, this.after]
    for (const name of path) {
      if (name === '*' || before === after || Array.isArray(before)) break
      before = partOf(before, name)
      after = partOf(after, name)
    }
    return before !== after
  }

  /** A secret that was reached by a way nobody could foresee is known by its text. */
  without(value: unknown): unknown {
    return this.isNone ? this.redaction.redact(value) : this.replaced(value, (part) => this.hidden.has(part))
  }

  /** Only what shows in the redacted call anyway, or in the policy: all else may have been made of a secret. */
  onlyVisible(value: unknown, isWritten: (part: unknown) => boolean = () => false): unknown {
    return this.replaced(value, (part) => this.hides(part) && !isWritten(part))
  }

  private replaced(value: unknown, hides: (part: unknown) => boolean): unknown {
    return replaceScalars(this.redaction.redact(value), hides)
  }

  /** A message without any secret it quotes. */
  withoutIn(message: string): string {
    if (this.isNone) return message
    this.knownSpellings ??= spellingsOf(this.hidden)
    const quoted = this.knownSpellings.filter((text) => message.includes(text))
    return quoted.length === 0 ? message : message.replaceAll(patternOf(quoted), redactedText)
  }

  /** A value without any secret that its texts quote. */
  withoutInAll(value: unknown): unknown {
    if (this.isNone) return value
    return mapScalars(value, (scalar) =>
      typeof scalar === 'string' ? this.withoutIn(scalar) : this.ifLong(scalar),
    )
  }

  /** A short number says nothing of where it came from: a count of rows may be the same. */
  private ifLong(number: unknown): unknown {
    return this.hidden.has(number) && String(number).length >= longEnough ? redactedText : number
  }
}

/** Texts, keys and numbers. Redacted before, so it is no deeper than can be looked through. */
function mapScalars(value: unknown, change: (scalar: unknown) => unknown): unknown {
  if (isScalar(value)) return change(value)
  if (Array.isArray(value)) return value.map((item) => mapScalars(item, change))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, part]) => [change(key), mapScalars(part, change)] as const)
  return Object.fromEntries(entries)
}

/** By the names that conditions have for them. */
const namesOf = ({args, metadata}: Pick<Call, 'args' | 'metadata'>): Arguments => ({
  tool_args: args,
  metadata: metadata ?? noClaims,
})

const noClaims: Arguments = Object.freeze({})

const nothing: ReadonlySet<unknown> = new Set()

const partOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Arguments)[name]
    : undefined

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'

/** Its texts and numbers, and its keys, which show. */
function scalarsIn(value: unknown, levels = deepest + 1): unknown[] {
  if (isScalar(value)) return [value]
  if (typeof value !== 'object' || value === null || levels === 0) return []
  const parts = Object.values(value).flatMap((part) => scalarsIn(part, levels - 1))
  return Array.isArray(value) ? parts : [...Object.keys(value), ...parts]
}

// Redacted before, so it is no deeper than can be looked through.
function replaceScalars(value: unknown, hides: (part: unknown) => boolean): unknown {
  if (isScalar(value)) return hides(value) ? redactedText : value
  if (Array.isArray(value)) return value.map((item) => replaceScalars(item, hides))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaceScalars(part, hides)]))
}

/** As they are, and as a message quotes them. */
const spellingsOf = (values: ReadonlySet<unknown>): readonly string[] =>
  [...values].map(String).flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])

/** A shorter secret counts only as a word of its own: without any `a` a message would say nothing. */
const longEnough = 4

/** The longest first: one may be a part of another. */
function patternOf(texts: readonly string[]): RegExp {
  const parts = texts
    .toSorted((a, b) => b.length - a.length)
    .map((text) => (text.length < longEnough ? asWord(literalPattern(text)) : literalPattern(text)))
  return new RegExp(parts.join('|'), 'gu')
}

const literalPattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const asWord = (pattern: string): string => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`
