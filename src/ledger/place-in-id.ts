/** Of a UUID's last part, behind what is random in every one. */
const digits = 10

/** The id with its last digits telling the place of its entry, which is then found without an index. */
export const idTelling = (id: string, seq: number): string =>
  id.slice(0, -digits) + seq.toString(16).padStart(digits, '0')

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The place that an id tells, if it is such an id. Only the entry there says whether it is its own. */
export const placeIn = (id: string): number | undefined =>
  uuid.test(id) ? Number.parseInt(id.slice(-digits), 16) : undefined
