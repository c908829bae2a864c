/** One step of a pattern. `letter` and `letters` stop at a `/`; `skip` may leave out the two steps after it. */
type Step = {kind: 'literal'; character: string} | {kind: 'letter' | 'letters' | 'any' | 'anything' | 'skip'}
type Matcher = (text: string) => boolean

const literal = (character: string): Step => ({kind: 'literal', character})

/** Whether the whole text fits a pattern whose `*` and `?` stop at a `/`, and whose `**` crosses it. */
export const segmentMatcher = (pattern: string): Matcher => matcherOf(segmentSteps(pattern))

/** Whether the whole text fits a pattern whose `*` and `?` stop at nothing. */
export const plainMatcher = (pattern: string): Matcher =>
  matcherOf(Array.from(pattern.replaceAll(/\*+/g, '*'), plainStep))

function plainStep(character: string): Step {
  if (character === '*') return {kind: 'anything'}
  return character === '?' ? {kind: 'any'} : literal(character)
}

const segmentTokens = /(?<![^/])\*\*\/|\/\*\*$|\*+|./gsu

const segmentSteps = (pattern: string): Step[] => (pattern.match(segmentTokens) ?? []).flatMap(stepsOf)

function stepsOf(token: string): Step[] {
  if (token === '**/') return [{kind: 'skip'}, {kind: 'anything'}, literal('/')]
  if (token === '/**') return [{kind: 'skip'}, literal('/'), {kind: 'anything'}]
  if (token === '*') return [{kind: 'letters'}]
  if (token.startsWith('**')) return [{kind: 'anything'}]
  return [token === '?' ? {kind: 'letter'} : literal(token)]
}

// All places where the pattern may be are followed at once: going back and trying again, as a regular expression does,
// takes a time that an attacker's text multiplies with every `*`.
function matcherOf(all: readonly Step[]): Matcher {
  const prefix = literalPrefix(all)
  const steps = all.slice([...prefix].length)
  const end = steps.length
  const isOpen = steps.at(-1)?.kind === 'anything'
  return (text) => {
    if (!text.startsWith(prefix)) return false
    let places = new Uint8Array(end + 1)
    let next = new Uint8Array(end + 1)
    places[0] = 1
    spread(steps, places)
    for (const character of text.slice(prefix.length)) {
      // What is left, whatever it is, fits.
      if (isOpen && places[end - 1] === 1) return true
      next.fill(0)
      if (!advance(steps, places, next, character)) return false
      ;[places, next] = [next, places]
      spread(steps, places)
    }
    return places[end] === 1
  }
}

/** Beyond this it would take too long to look; whoever asks is told that there may be such a text. */
const mostPairs = 200_000

/** Whether a text may fit both patterns, whose `*` and `?` stop at a `/`, and whose `**` crosses it. */
export function segmentMeeting(pattern: string): (other: string) => boolean {
  const steps = segmentSteps(pattern)
  return (other) => {
    const others = segmentSteps(other)
    return steps.length * others.length > mostPairs || meet(steps, others)
  }
}

/** Walks through both at once: each pair of places is looked at once. */
function meet(left: readonly Step[], right: readonly Step[]): boolean {
  const width = right.length + 1
  const seen = new Uint8Array((left.length + 1) * width)
  const open = [0]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const at = Math.floor(pair / width)
    const other = pair % width
    if (at > left.length || seen[pair] === 1) continue
    seen[pair] = 1
    if (at === left.length && other === right.length) return true
    const [step, otherStep] = [left[at], right[other]]
    open.push(...leaps(step).map((length) => pair + length * width))
    open.push(...leaps(otherStep).map((length) => pair + length))
    if (step && otherStep && acceptSame(step, otherStep))
      open.push(pair + (staysAt(step) ? 0 : width) + (staysAt(otherStep) ? 0 : 1))
  }
  return false
}

/** How far a step lets go on without a character. */
function leaps(step: Step | undefined): readonly number[] {
  if (step?.kind === 'skip') return [1, 3]
  return step && staysAt(step) ? [1] : []
}

const staysAt = ({kind}: Step): boolean => kind === 'letters' || kind === 'anything'

function acceptSame(left: Step, right: Step): boolean {
  if (left.kind === 'literal') return accepts(right, left.character)
  if (right.kind === 'literal') return accepts(left, right.character)
  return left.kind !== 'skip' && right.kind !== 'skip'
}

/** What every match begins with: most texts are told apart by it alone. */
function literalPrefix(steps: readonly Step[]): string {
  let prefix = ''
  for (const step of steps) {
    if (step.kind !== 'literal') break
    prefix += step.character
  }
  return prefix
}

/** Marks the places reached without a character. They lie ahead, so one walk finds them all. */
function spread(steps: readonly Step[], places: Uint8Array): void {
  for (let index = 0; index < steps.length; index++) {
    const kind = places[index] === 1 ? steps[index]?.kind : undefined
    if (kind === 'letters' || kind === 'anything' || kind === 'skip') places[index + 1] = 1
    if (kind === 'skip') places[index + 3] = 1
  }
}

/** Marks the places reached with one character, and says whether there is any. */
function advance(steps: readonly Step[], places: Uint8Array, next: Uint8Array, character: string): boolean {
  let found = false
  for (let index = 0; index < steps.length; index++) {
    const step = places[index] === 1 ? steps[index] : undefined
    if (!step || !accepts(step, character)) continue
    next[staysAt(step) ? index : index + 1] = 1
    found = true
  }
  return found
}

function accepts(step: Step, character: string): boolean {
  if (step.kind === 'literal') return step.character === character
  if (step.kind === 'any' || step.kind === 'anything') return true
  return step.kind !== 'skip' && character !== '/'
}
