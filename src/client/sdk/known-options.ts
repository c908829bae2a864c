import {closestName} from '../../model/spelling.js'
import {ValidationError} from '../failures.js'

/** An option passed over would leave a call without its session, or without its server. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((option) => !known.includes(option))
  if (unknown === undefined) return
  const closest = closestName(unknown, known)
  throw new ValidationError('UNKNOWN_OPTION', `There is no option "${unknown}"`, {
    suggestions: closest === undefined ? [`Known: ${known.join(', ')}`] : [`Did you mean "${closest}"?`],
  })
}
