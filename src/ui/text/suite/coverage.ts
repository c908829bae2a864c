import {type Coverage, type MissedPart, percentOf} from '../../../model/coverage.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'
import {placeText} from './outcome.js'

/** How much of a policy was covered, in one line. */
export function coverageHead({policy, ...shares}: Coverage): string {
  const {rules, comparisons} = shares
  const percent = percentOf(shares)
  if (percent === null) return `Coverage of ${escaped(policy)}: it has no rules, so there is nothing to cover`
  return `Coverage of ${escaped(policy)}: ${percent} % (${rules.seen} of ${counted(rules.total, 'rule')} decided, ${comparisons.seen} of ${counted(comparisons.total, 'answer')} of comparisons seen)`
}

export function shareText(shares: Pick<Coverage, 'rules' | 'comparisons'>): string {
  const percent = percentOf(shares)
  return percent === null ? 'nothing to cover' : `${percent} % covered`
}

/** What was never seen, each with its place. */
export const missedLines = ({policy, missed}: Coverage): {place: string; text: string}[] =>
  missed.map((part) => ({place: `${placeText(policy, part.line)}:${part.column}`, text: missedText(part)}))

const missedText = ({rule, source, never}: MissedPart): string =>
  never === 'decided'
    ? `rule ${escaped(rule)} never decided`
    : `${escaped(source)} in ${escaped(rule)} was never ${never === 'asked' ? 'come to' : never}`

/** The same where it stands by itself: how much was covered, then a line for each thing that was never seen. */
export const coverageLines = (coverage: Coverage): string[] => [
  coverageHead(coverage),
  ...missedLines(coverage).map(({place, text}) => `  ${place}  ${text}`),
]

/** Why a policy is not covered enough. */
export function shortText(coverage: Coverage, leastPercent: number): string {
  const percent = percentOf(coverage)
  const policy = escaped(coverage.policy)
  return percent === null
    ? `${policy} has no rules, so there is nothing to cover: ${leastPercent} % are asked for`
    : `Too little of ${policy} is covered: ${percent} %, and ${leastPercent} % are asked for`
}
