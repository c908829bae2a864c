const slash = '/'.charCodeAt(0)
const dot = '.'.charCodeAt(0)
const longest = 4096

const ordinary = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-@+,=()./') {
  ordinary[character.charCodeAt(0)] = 1
}

/**
 * An absolute path of ordinary names, as nearly all are: nothing in it to resolve, and nothing that anybody reads in another way.
 * One look at each character tells; says no when in doubt.
 */
export function isPlainPath(text: string): boolean {
  if (text.length > longest || text.charCodeAt(0) !== slash) return false
  let last = slash
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (ordinary[code] !== 1 || isPeculiar(last, code)) return false
    last = code
  }
  return last !== slash && last !== dot
}

/** An empty name, or a dot that another dot or a name's end follows. */
const isPeculiar = (last: number, code: number): boolean =>
  (code === slash && (last === slash || last === dot)) || (code === dot && last === dot)
