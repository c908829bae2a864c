export type PlainMap = Readonly<Record<string, unknown>>

/** What JSON calls an object. A Date or a Map holds what its keys don't show. */
export const isPlainMap = (value: unknown): value is PlainMap =>
  Object.prototype.toString.call(value) === '[object Object]'
