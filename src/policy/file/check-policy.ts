import {closestName} from '../../model/spelling.js'
import type {About, SourceDocument} from '../../source/document.js'
import type {Problem} from '../../source/problem.js'
import {isTimezone} from '../clock.js'
import {type LoosePolicy, type LooseRule, mapOf, textsOf} from './well-shaped.js'

/** What the shape of a file can't show: names that are not unique, zones that do not exist, patterns that say nothing. */
export function checkPolicy(document: SourceDocument, {written, known, rules}: LoosePolicy): Problem[] {
  return [
    ...checkTimezone(document, known.timezone),
    ...checkCosts(document, written['costs']),
    ...checkRedaction(document, written['redact']),
    ...checkNames(document, rules),
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

function checkCosts(document: SourceDocument, costs: unknown): Problem[] {
  return Object.keys(mapOf(costs)).flatMap((pattern) => {
    const about = costKeyFault(pattern)
    return about === undefined ? [] : [document.problemAtKey(['costs', pattern], about)]
  })
}

function costKeyFault(pattern: string): About | undefined {
  // The schema passes over this one key, whatever its value is.
  if (pattern === '__proto__') return noTool
  // JavaScript puts such keys before all others, and the first that fits counts.
  return /^\d+$/.test(pattern) ? numberAsTool : patternFault(pattern)
}

const numberAsTool: About = {
  code: 'BAD_PATTERN',
  message: 'No cost can be given for a number alone',
  suggestion: 'Write a pattern that fits it, such as "1*" for 1.',
}

const noTool: About = {
  code: 'BAD_PATTERN',
  message: 'No cost can be given for "__proto__"',
  suggestion: 'Remove it.',
}

/** What is wrong with a pattern for the names of tools. */
export function patternFault(pattern: string): About | undefined {
  // It means a choice to some and itself to others: a rule must not turn on who reads it.
  const [strange] = /[[\]{}]/.exec(pattern) ?? []
  if (strange === undefined) return undefined
  return {
    code: 'BAD_PATTERN',
    message: `A tool’s name has no "${strange}", and patterns know only * and ?`,
    suggestion: 'List the tools one by one.',
  }
}

function checkRedaction(document: SourceDocument, redact: unknown): Problem[] {
  return textsOf(redact).flatMap(({text, position}) => {
    const segments = text.split('.')
    const isPath = segments.every((segment) => segment.trim() !== '')
    const namesSome = segments.some((segment) => segment !== '*')
    return text === '' || (isPath && namesSome)
      ? []
      : [document.problemAtValue(['redact', position], redactsNothing)]
  })
}

const redactsNothing: About = {
  code: 'BAD_PATTERN',
  message: 'This names nothing to redact',
  suggestion: 'Write names with dots between them: *.password or headers.authorization.',
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
