const idLength = 36
/** Of a UUID's last part, behind what is random in every one. */
const digits = 10

const digitsOf = (seq: number): string => seq.toString(16).padStart(digits, '0')

/** The id with its last digits telling the place of its entry, which is then found without an index. */
export const idTelling = (id: string, seq: number): string => id.slice(0, -digits) + digitsOf(seq)

/** Whether an entry is found at the place that its id tells. */
export const tellsPlace = (id: string, seq: number): boolean =>
  id.length === idLength && id.endsWith(digitsOf(seq))

/** The place that an id tells, if it may tell one. Only the entry there says whether the id is its own. */
export function placeIn(id: string): number | undefined {
  const seq = Number.parseInt(id.slice(-digits), 16)
  return tellsPlace(id, seq) ? seq : undefined
}
