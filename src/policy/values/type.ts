/** What is known of a value before it is there: the kinds it may be of, and those of its items. */
export interface Type {
  /** A sum of `Kind`s. */
  readonly kinds: number
  /** What the items of a list, or the values of a map, are. */
  readonly items?: Type
}

export const Kind = {null: 1, boolean: 2, number: 4, text: 8, list: 16, map: 32} as const

const everything = 63

export const anyType: Type = {kinds: everything}
export const nullType: Type = {kinds: Kind.null}
export const booleanType: Type = {kinds: Kind.boolean}
export const numberType: Type = {kinds: Kind.number}
export const textType: Type = {kinds: Kind.text}

export const listOf = (items: Type): Type => ({kinds: Kind.list, items})
export const mapOf = (items: Type): Type => ({kinds: Kind.map, items})

export const either = (...types: readonly Type[]): Type => {
  const kinds = types.reduce((sum, type) => sum | type.kinds, 0)
  const items = types.filter((type) => type.kinds & (Kind.list | Kind.map)).map((type) => type.items)
  const known = items.filter((each) => each !== undefined)
  return known.length > 0 && known.length === items.length ? {kinds, items: either(...known)} : {kinds}
}

export const orNull = (type: Type): Type => ({...type, kinds: type.kinds | Kind.null})

export const notNull = (type: Type): Type => ({...type, kinds: type.kinds & ~Kind.null})

export const mayBe = (type: Type, kinds: number): boolean => (type.kinds & kinds) !== 0

export const itemsOf = (type: Type): Type => type.items ?? anyType

/** Whether two values can be equal, as far as their types say. */
export function mayEqual(left: Type, right: Type): boolean {
  return mayBe(left, right.kinds)
}

const kindNames: readonly (readonly [number, string])[] = [
  [Kind.text, 'text'],
  [Kind.number, 'a number'],
  [Kind.boolean, 'true or false'],
  [Kind.list, 'a list'],
  [Kind.map, 'a map'],
  [Kind.null, 'null'],
]

/** In the words a message uses: `text or null`. */
export function typeText(type: Type): string {
  if (isAny(type)) return 'anything'
  const names = kindNames.filter(([kind]) => mayBe(type, kind)).map(([, name]) => name)
  return names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** The same of many: `numbers`, in `a list of numbers`. */
export const manyText = (type: Type): string => typeText(type).replaceAll(/\ba (number|list|map)\b/g, '$1s')

export const isAny = (type: Type): boolean => type.kinds === everything
