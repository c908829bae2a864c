const longest = 4096

/** A name of ordinary characters, in which no dot is followed by another or by the name's end. */
const name = '(?:[\\w\\-@+,=()]|\\.[\\w\\-@+,=()])+'
const plain = new RegExp(`^(?:/${name})+$`)

/**
 * An absolute path of ordinary names, as nearly all are: nothing in it to resolve, and nothing that anybody reads in another way.
 * One look at each character tells; says no when in doubt.
 */
export const isPlainPath = (text: string): boolean => text.length <= longest && plain.test(text)
