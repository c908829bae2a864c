import {RE2JS, RE2JSException, RE2JSSyntaxException} from 're2js'
import {spend} from '../values/budget.js'

/** A program of this many steps costs that many per character at worst, which a caller's text would multiply. */
const maximumSteps = 20_000

/** So many steps of a program take about as long as looking at a character elsewhere: what a text costs at most is a second. */
const stepsAtOnce = 10

export interface PreparedRegex {
  /** What a character of the text costs at worst. */
  readonly cost: number
  test(text: string): boolean
  /** Every match gives way to `by`, in which nothing has a special meaning. Spends what it takes. */
  replaceAll(text: string, by: string): string
}

/**
 * RE2 syntax, anywhere in the text: `^` and `$` are the ends of the text, unless `(?m)`; `.` is no line break, unless `(?s)`; `\d` and `\w`
 * are ASCII. The time of a test is linear in the text. This is the only module that loads the engine (some 5 ms): import it when
 * a policy needs it.
 */
export function prepareRegex(source: string): PreparedRegex | {problem: string} {
  const known = kept.get(source)
  if (known) return known
  try {
    const compiled = RE2JS.compile(source)
    const size = compiled.programSize()
    if (size > maximumSteps) return {problem: 'the expression is too large'}
    const cost = Math.max(1, size / stepsAtOnce)
    return keep(source, {
      cost,
      test: (text) => compiled.test(text),
      replaceAll: (text, by) => replaced(compiled, text, by, cost),
    })
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return {problem: syntaxProblem(error, source)}
    if (error instanceof RE2JSException) return {problem: error.message}
    throw error
  }
}

function replaced(compiled: RE2JS, text: string, by: string, cost: number): string {
  const matcher = compiled.matcher(new CountedText(text, cost) as unknown as string)
  const pieces: string[] = []
  let end = 0
  while (matcher.find()) {
    spend(by.length)
    pieces.push(text.slice(end, matcher.start()), by)
    end = matcher.end()
  }
  return pieces.join('') + text.slice(end)
}

/**
 * A text that counts how often the engine looks at it. Each search for the next match may read on to the end, as
 * `a.*b|a` does in a text of `a`, so all of them together take a time that is not linear: minutes for 100 KiB.
 */
class CountedText extends String {
  constructor(
    private readonly text: string,
    private readonly cost: number,
  ) {
    super(text)
  }

  override charCodeAt(index: number): number {
    spend(this.cost)
    return this.text.charCodeAt(index)
  }

  override indexOf(wanted: string, from = 0): number {
    const at = this.text.indexOf(wanted, from)
    spend(1 + ((at < 0 ? this.text.length : at) - from) / charactersAtOnce)
    return at
  }
}

/** The system looks for a text that much faster than the engine steps from one character to the next. */
const charactersAtOnce = 16

// A policy repeats its patterns from rule to rule, and each is prepared when it is checked and again when it is compiled:
// without these a large policy takes minutes and gigabytes to load.
const kept = new Map<string, PreparedRegex>()
const maximumKept = 500_000
let keptCost = 0

function keep(source: string, regex: PreparedRegex): PreparedRegex {
  kept.set(source, regex)
  keptCost += regex.cost * stepsAtOnce
  for (const [oldest, {cost}] of kept) {
    if (keptCost <= maximumKept) break
    kept.delete(oldest)
    keptCost -= cost * stepsAtOnce
  }
  return regex
}

function syntaxProblem(error: RE2JSSyntaxException, source: string): string {
  const fragment = error.getPattern() ?? ''
  const hint = hints.find(({pattern}) => pattern.test(fragment))?.hint
  return hint ?? `${error.getDescription()}${placeOf(fragment, source)}`
}

/** The engine names the piece that it stumbled over, not its place: said only where there is just one. */
function placeOf(fragment: string, source: string): string {
  if (fragment === '' || fragment === source) return ''
  const shown = fragment.length > 40 ? `${fragment.slice(0, 40)}…` : fragment
  const at = source.indexOf(fragment)
  const only = at >= 0 && at === source.lastIndexOf(fragment)
  return `: ${shown}${only ? ` (character ${at + 1})` : ''}`
}

const linear = 'it would take more than linear time'

const hints: readonly {pattern: RegExp; hint: string}[] = [
  {
    pattern: /^\(\?<?=/,
    hint: `a look-around such as (?=…) is not in RE2, because ${linear}; use a second matches(…)`,
  },
  {
    pattern: /^\(\?<?!/,
    hint: `a look-around such as (?!…) is not in RE2, because ${linear}; use: and not matches(…)`,
  },
  {pattern: /^\\[1-9k]|^\(\?P$/, hint: `a backreference such as \\1 is not in RE2, because ${linear}`},
  {
    pattern: /^\(\?>|^[*+?}]\+$/,
    hint: 'atomic and possessive groups are not in RE2, which never goes back and needs none',
  },
  {pattern: /^\(\?#/, hint: 'comments such as (?#…) are not in RE2'},
  {pattern: /^\\Z/, hint: 'the end of the text is \\z in RE2'},
  {pattern: /^\\u/, hint: 'a character by its number is \\x{41} in RE2'},
]
