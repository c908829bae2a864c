import type {Value} from '../../values/value.js'
import type {Place} from '../logic/place.js'

/** Whether there can be such a value at a place: callers choose their arguments, but not what is known of them. */
export function canHold({path}: Place, value: Value | undefined): boolean {
  if (value === undefined) return true
  const [root, name] = path
  switch (root) {
    case 'tool_args':
    case 'metadata':
    case 'datetime':
      return true
    case 'tool_name':
      return typeof value === 'string' && value !== ''
    case 'session':
      return canSessionHold(path, value)
    default:
      return path.length === 2 && (name === 'tags' ? isTexts(value) : typeof value === 'string')
  }
}

const isTexts = (value: Value): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function canSessionHold([, name, tool]: Place['path'], value: Value): boolean {
  if (name === 'id') return typeof value === 'string'
  if (name === 'calls' && tool === undefined) return false
  const isCount = name !== 'estimated_cost' && name !== 'age_seconds'
  return typeof value === 'number' && value >= 0 && (!isCount || Number.isInteger(value))
}
