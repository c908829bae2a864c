import type {Effect} from '../model/effect.js'
import type {Rule} from './rule/rule.js'
import type {RuleFault} from './rule/trial.js'
import {EvaluationError} from './values/failure.js'

/** A rule's reason, with what could not be worked out on the way to it: that must never pass in silence. */
export function reasonText(reason: string, faults: readonly RuleFault[], decided?: Rule): string {
  if (faults.length === 0) return reason
  const own = faults.filter(({ruleName}) => ruleName === decided?.name)
  const others = faults.filter(({ruleName}) => ruleName !== decided?.name)
  const notes = [
    ...others
      .slice(0, mostTold)
      .map(({ruleName, message}) => `rule "${ruleName}" could not be worked out: ${message}`),
    ...(others.length > mostTold ? [`nor could ${moreRules(others.length - mostTold)}`] : []),
    ...own
      .slice(0, mostTold)
      .map(({message}) => `it could not be worked out, which counts as a match: ${message}`),
  ]
  return `${reason} (${notes.join('; ')})`
}

/** A policy has up to 10,000 rules, and every decision keeps its reason. */
const mostTold = 3

const moreRules = (count: number): string => (count === 1 ? '1 more rule' : `${count} more rules`)

export const defaultReason = (effect: Effect): string => defaults[effect]

const defaults: Readonly<Record<Effect, string>> = {
  allow: 'No rule applies, and the default is to allow',
  deny: 'No rule applies, and the default is to deny',
  approve: 'No rule applies, and the default is to ask for a person’s approval',
  sanitize: 'No rule applies',
}

const longestQuote = 80

/** What went wrong, with the part of the condition where it did. */
export function faultText({condition}: Rule, error: unknown): string {
  if (!(error instanceof EvaluationError)) return error instanceof Error ? error.message : String(error)
  const part = condition?.source.slice(Math.max(0, error.start), Math.max(0, error.end)) ?? ''
  const quote = part.replaceAll(/\s+/g, ' ').trim()
  if (quote === '') return error.message
  return `${error.message}, at ${quote.length > longestQuote ? `${quote.slice(0, longestQuote)}…` : quote}`
}
