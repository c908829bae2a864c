import type {Arguments} from '../../../model/call.js'
import {canonicalJson} from '../../../model/canonical-json.js'
import type {CaseResult, CaseWhy, Expectation, MissedRule, Outcome} from '../../../model/case-result.js'
import type {Comparison} from '../../../model/comparison.js'
import {counted} from '../counted.js'
import {escaped} from '../escape.js'

/** `policy.yaml:12`, as an editor opens it. */
export const placeText = (file: string, line: number): string => `${escaped(file)}:${line}`

/** One line about a failed case: what it is about, and what is to be said of that. */
export interface Note {
  about: string
  text: string
}

/** Why a case failed, as a person reads it. */
export function failureNotes(result: CaseResult): Note[] {
  const {expected, actual, why, differences} = result
  return [
    {about: 'call', text: callText(result)},
    {about: 'expected', text: expectationText(expected)},
    ...(actual === null ? [] : [{about: 'came', text: outcomeText(actual, differences.includes('args'))}]),
    ...(differences.includes('args') ? argNotes(result) : []),
    ...(why === null ? [] : whyNotes(why, result)),
  ]
}

/** The same in one line. */
export const failureText = ({expected, actual, differences}: CaseResult): string =>
  `Expected ${expectationText(expected)}, but came ${actual === null ? 'nothing' : outcomeText(actual, differences.includes('args'))}`

function callText({tool, args, repeat}: CaseResult): string {
  const times = repeat === 1 ? '' : `, the last of ${counted(repeat, 'call')}`
  return `${escaped(tool)} ${valueText(args)}${times}`
}

function expectationText({decision, rule, reason, args}: Expectation): string {
  const parts = [
    [decision, rule === undefined ? undefined : byText(rule)].filter((part) => part !== undefined).join(' '),
    args === undefined ? '' : `with ${valueText(args)}`,
    reason === undefined ? '' : `because of ${valueText(reason)}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function outcomeText({decision, rule, reason, args}: Outcome, withArgs: boolean): string {
  const changed = withArgs ? `, with ${valueText(args)}` : ''
  return `${decision} ${byText(rule)}${changed}: ${escaped(reason)}`
}

/** Which of the arguments are not as they should be. */
function argNotes({expected, actual, args}: CaseResult): Note[] {
  const [wanted, came] = [expected.args ?? {}, actual?.args ?? {}]
  const notes = [...new Set([...Object.keys(wanted), ...Object.keys(came)])]
    .filter((key) => Object.hasOwn(wanted, key) || Object.hasOwn(args, key))
    .filter((key) => shownAt(wanted, key, canonicalJson) !== shownAt(came, key, canonicalJson))
    .map((key) => ({
      about: '',
      text: `✖ ${escaped(key)}: ${shownAt(came, key, valueText)}, expected ${shownAt(wanted, key, valueText)}`,
    }))
  return notes.length > 0 ? notes : [{about: '', text: '✖ what differs is a secret, and not shown'}]
}

const shownAt = (args: Arguments, key: string, shown: (value: unknown) => string): string =>
  Object.hasOwn(args, key) ? shown(args[key]) : 'nothing'

const byText = (rule: string | null): string => (rule === null ? 'by default' : `by ${escaped(rule)}`)

function whyNotes({decided, missed, unknownRule}: CaseWhy, {policy}: CaseResult): Note[] {
  const notes: Note[] = []
  if (decided !== null) {
    notes.push({about: 'decided', text: `${escaped(decided.rule)} at ${placeText(policy, decided.line)}`})
    notes.push(...comparisonNotes(decided.comparisons))
  }
  if (unknownRule !== null) notes.push({about: 'missed', text: unknownText(unknownRule)})
  if (missed !== null) {
    notes.push({about: 'missed', text: missedText(missed, policy)})
    notes.push(...comparisonNotes(missed.comparisons))
  }
  return notes
}

function unknownText({name, closest}: NonNullable<CaseWhy['unknownRule']>): string {
  const meant = closest === null ? '' : `; did you mean ${escaped(closest)}?`
  return `${escaped(name)} is no rule of the policy${meant}`
}

function missedText({rule, line, outcome, error}: MissedRule, policy: string): string {
  const said = outcome === 'not reached' ? 'comes too late' : 'does not apply'
  return `${escaped(rule)} at ${placeText(policy, line)} ${said}${error === null ? '' : `: ${escaped(error)}`}`
}

/** More than these nobody reads; `tame policy explain` has them all. */
const mostComparisons = 5

function comparisonNotes(comparisons: readonly Comparison[]): Note[] {
  const shown = comparisons.slice(0, mostComparisons).map((each) => ({about: '', text: comparisonText(each)}))
  const more = comparisons.length - shown.length
  return more > 0 ? [...shown, {about: '', text: `and ${counted(more, 'more comparison')}`}] : shown
}

function comparisonText({source, field, operator, expected, actual, result}: Comparison): string {
  const text = escaped(source.replaceAll(/\s+/g, ' '))
  const subject = source === field ? 'it' : escaped(field.replaceAll(/\s+/g, ' '))
  // A condition says itself what it asks for; `limit` or `agents.ids` does not.
  const asked = source.includes(field) ? '' : `, asked for ${operator} ${valueText(expected)}`
  return `${result ? '✔' : '✖'} ${text} ${result ? 'holds' : 'fails'}: ${subject} is ${valueText(actual)}${asked}`
}

const longestValue = 200

/** JSON, as far as anybody reads it. */
function valueText(value: unknown): string {
  const text = escaped(JSON.stringify(value) ?? 'nothing')
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}
