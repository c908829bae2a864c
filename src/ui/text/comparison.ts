import type {Comparison} from '../../model/comparison.js'
import type {Theme} from '../theme.js'
import {escaped} from './escape.js'
import {shortJson} from './json.js'

/** `tool_args.path under "/tmp", and is "/etc/passwd": false`. */
export function comparisonText(
  {field, operator, expected, actual, result}: Comparison,
  theme: Theme,
): string {
  const outcome = result ? theme.good('true') : theme.warning('false')
  return `${asked(field, operator, expected)}, and is ${shortJson(actual)}: ${outcome}`
}

const asked = (field: string, operator: string, expected: unknown): string =>
  `${escaped(field.replaceAll(/\s+/g, ' '))} ${operator} ${shortJson(expected)}`
