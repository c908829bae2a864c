import {closestName} from '../../model/spelling.js'
import type {About, Path, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {isTimezone} from '../clock.js'
import type {LoosePolicy, LooseRule} from './well-shaped.js'

/** What the shape of a file can't show: names that are not unique, zones that do not exist, patterns that say nothing. */
export function checkPolicy(document: SourceDocument, {known, rules}: LoosePolicy): Problem[] {
  return [
    ...checkTimezone(document, known.timezone),
    ...checkPatterns(document, ['costs'], Object.keys(known.costs ?? {}), true),
    ...checkRedaction(document, known.redact ?? []),
    ...checkNames(document, rules),
    ...rules.flatMap(({position, known: {tools}}) =>
      checkPatterns(document, ['rules', position, 'tools'], tools ?? []),
    ),
  ]
}

function checkTimezone(document: SourceDocument, timezone: string | undefined): Problem[] {
  if (timezone === undefined || isTimezone(timezone)) return []
  const closest = closestName(timezone, Intl.supportedValuesOf('timeZone'))
  const about: About = {
    code: 'UNKNOWN_TIMEZONE',
    message: `No time zone is called "${timezone}"`,
    suggestion:
      closest === undefined ? 'Write a name like Europe/Berlin, or UTC.' : `Did you mean "${closest}"?`,
  }
  return [document.problemAtValue(['timezone'], about)]
}

/** A bracket means a choice to some and itself to others: a rule must not turn on who reads it. */
function checkPatterns(
  document: SourceDocument,
  path: Path,
  patterns: readonly string[],
  areKeys = false,
): Problem[] {
  return patterns.flatMap((pattern, at) => {
    // A schema passes over this one key, whatever value it has.
    const [bracket] = /[[\]{}]|^__proto__$/.exec(pattern) ?? []
    if (bracket === undefined) return []
    const about: About = {
      code: 'BAD_PATTERN',
      message: `A tool’s name has no "${bracket}", and patterns know only * and ?`,
      suggestion: 'List the tools one by one.',
    }
    return [
      areKeys
        ? document.problemAtKey([...path, pattern], about)
        : document.problemAtValue([...path, at], about),
    ]
  })
}

function checkRedaction(document: SourceDocument, patterns: readonly string[]): Problem[] {
  const about: About = {
    code: 'BAD_PATTERN',
    message: 'This names nothing to redact',
    suggestion: 'Write names with dots between them: *.password or headers.authorization.',
  }
  return patterns.flatMap((pattern, at) => {
    const segments = pattern.split('.')
    const names =
      segments.every((segment) => segment.trim() !== '') && segments.some((segment) => segment !== '*')
    return names ? [] : [document.problemAtValue(['redact', at], about)]
  })
}

function checkNames(document: SourceDocument, rules: readonly LooseRule[]): Problem[] {
  const seen = new Map<string, number>()
  return rules.flatMap(({position, known: {name}}) => {
    if (name === undefined) return []
    const first = seen.get(name)
    if (first === undefined) seen.set(name, position)
    if (first === undefined) return []
    const about: About = {
      code: 'DUPLICATE_RULE',
      message: `A rule on line ${document.lineAt(['rules', first])} is called "${name}" too`,
      suggestion: 'Give each rule a name of its own: decisions and logs know rules by it.',
    }
    return [document.problemAtValue(['rules', position, 'name'], about)]
  })
}
