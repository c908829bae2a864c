const idLength = 36
/** Of a UUID's last part, behind what is random in every one. */
const digits = 10

/** What an id ends with that tells the place of its entry, which is then found without an index. */
export const placeDigits = (seq: number): string => seq.toString(16).padStart(digits, '0')

/** Whether an entry is found at the place that its id tells. */
export const tellsPlace = (id: string, seq: number): boolean =>
  id.length === idLength && id.endsWith(placeDigits(seq))

/** The place that an id tells, if it may tell one. Only the entry there says whether the id is its own. */
export function placeIn(id: string): number | undefined {
  const seq = Number.parseInt(id.slice(-digits), 16)
  return tellsPlace(id, seq) ? seq : undefined
}
