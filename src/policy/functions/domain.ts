import {spend} from '../values/budget.js'
import {fail} from '../values/failure.js'
import {booleanType, either, nullType, textType} from '../values/type.js'
import {kindText, type Value} from '../values/value.js'
import {AmbiguousInput} from './ambiguous.js'
import type {BadOption, Parameter, Prepared, SubjectFunction} from './function.js'
import {checkPattern, prepareGlob} from './glob.js'
import {prepareIpIn} from './ip.js'
import {checkDirectory, prepareUnder} from './paths.js'
import {prepareRegex} from './regex.js'
import {checkDomain, host, prepareHostIn} from './url.js'

type Test = (text: string) => boolean

const text = (name: string): Parameter => ({name, type: either(textType, nullType)})
const option = (name: string): Parameter => ({name, type: textType})

/** Makes what answers for text answer for any value: what is not there is in no place, and a wrong kind is an error. */
function forText<Answer extends Value>(
  name: string,
  answer: (text: string) => Answer,
  none: Answer,
  cost = 1,
): Prepared {
  return (subject) => {
    if (subject === null) return none
    if (typeof subject !== 'string')
      return fail(`\`${name}\` looks at text, and this is ${kindText(subject)}`)
    spend(Math.ceil(subject.length * cost))
    try {
      return answer(subject)
    } catch (error) {
      if (error instanceof AmbiguousInput) fail(`\`${name}\` can't tell: ${error.message}`)
      throw error
    }
  }
}

/** `under(path, dir, …)`: a test that any number of options, each with its own check, are prepared for. */
function asking(
  name: string,
  [subject, wanted]: readonly [string, string],
  check: (option: string) => string | undefined,
  prepare: (options: readonly string[]) => Test,
  demands: Pick<SubjectFunction, 'literalOptions'> = {},
): SubjectFunction {
  return {
    ...demands,
    kind: 'subject',
    name,
    parameters: [text(subject), option(wanted)],
    rest: option(wanted),
    returns: booleanType,
    prepare: (options) => {
      const texts = options.map((each) => (typeof each === 'string' ? each : ''))
      const bad = wrongKind(options) ?? firstBad(texts, check)
      if (bad) return {withoutText: `the ${wanted} is not one that it can look for`, ...bad}
      return forText(name, prepare(texts), false)
    },
  }
}

function firstBad(
  options: readonly string[],
  check: (option: string) => string | undefined,
): BadOption | undefined {
  for (const [at, each] of options.entries()) {
    const message = check(each)
    if (message !== undefined) return {option: at, message}
  }
  return undefined
}

function wrongKind(options: readonly Value[]): BadOption | undefined {
  const at = options.findIndex((each) => typeof each !== 'string')
  return at === -1
    ? undefined
    : kindProblem(at, `it takes text, and this is ${kindText(options[at] ?? null)}`)
}

const kindProblem = (option: number, message: string): BadOption => ({option, message, withoutText: message})

const checkCidr = (cidr: string): string | undefined => {
  const prepared = prepareIpIn([cidr])
  return 'problem' in prepared ? prepared.problem : undefined
}

/** The functions made for deciding about tools. */
export const domainFunctions: readonly SubjectFunction[] = [
  asking('under', ['path', 'dir'], checkDirectory, prepareUnder),
  // A pattern out of the arguments would be followed at each of its places for each character of a text, both the caller's choice.
  asking('glob', ['text', 'pattern'], checkPattern, prepareGlob, {literalOptions: true}),
  asking('host_in', ['url', 'domain'], checkDomain, prepareHostIn),
  asking('ip_in', ['ip', 'cidr'], checkCidr, (cidrs) => {
    const prepared = prepareIpIn(cidrs)
    return 'problem' in prepared ? () => fail(prepared.problem) : prepared
  }),
  {
    kind: 'subject',
    name: 'matches',
    parameters: [text('text'), option('regex')],
    returns: booleanType,
    // A pattern out of the arguments would be compiled at each call, and be the caller's choice.
    literalOptions: true,
    prepare: (options) => {
      const [source] = options
      if (typeof source !== 'string') return wrongKind(options) ?? {option: 0, message: 'it takes a regex'}
      const prepared = prepareRegex(source)
      return 'problem' in prepared
        ? {option: 0, message: prepared.problem}
        : forText('matches', (subject) => prepared.test(subject), false, prepared.cost)
    },
  },
  {
    kind: 'subject',
    name: 'host',
    parameters: [text('url')],
    returns: textType,
    prepare: () => forText('host', host, ''),
  },
]
