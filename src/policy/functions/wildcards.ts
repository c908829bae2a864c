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
    const stays = step.kind === 'letters' || step.kind === 'anything'
    next[stays ? index : index + 1] = 1
    found = true
  }
  return found
}

function accepts(step: Step, character: string): boolean {
  if (step.kind === 'literal') return step.character === character
  if (step.kind === 'any' || step.kind === 'anything') return true
  return step.kind !== 'skip' && character !== '/'
}
