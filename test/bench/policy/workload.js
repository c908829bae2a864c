// One logical policy that tame and every peer can say, and calls that rotate over all of it.
// Each tool has two rules: deny it in one region, allow it up to an amount. What meets neither is denied by default.
const seed = 20_261_120

/** The most that a policy of tame may hold. */
const mostRules = 10_000

/** Rules that name no tool come on top and first, so that every decision looks at all of them. */
export function createPolicy({rules, unnamed = 0}) {
  return {
    unnamed: Array.from({length: unnamed}, (_, at) => ({name: `blocked_${at}`, label: `blocked-${at}`})),
    tools: Array.from({length: Math.min(rules, mostRules - unnamed) / 2}, (_, at) => ({
      // Longer than the ten characters up to which a JSON parser may know a text again that it has seen.
      tool: `send_mail_${at}`,
      region: `restricted-${at}`,
      limit: 100 + at,
    })),
  }
}

/** In turn: refused by a rule, allowed twice, met by no rule. Three of four calls match a rule. */
const mix = [
  {outcome: 'refused', effect: 'deny', region: ({region}) => region, amount: ({limit}) => limit},
  {outcome: 'allowed', effect: 'allow', region: () => 'eu-central', amount: ({limit}) => limit},
  {outcome: 'allowed', effect: 'allow', region: () => 'us-east', amount: ({limit}) => limit - 50},
  {outcome: 'unmatched', effect: 'deny', region: () => 'eu-central', amount: ({limit}) => limit + 1},
]

/** As JSON, because that is how calls arrive: parsed just before they are decided. */
export function createCalls({tools}, called, count) {
  const next = randomNumbers(seed)
  const known = spreadOver(tools, called === 'all' ? tools.length : called)
  return Array.from({length: count}, (_, at) => {
    const kind = mix[at % mix.length]
    const entry = known[next() % known.length]
    const args = {region: kind.region(entry), amount: kind.amount(entry), label: `order ${at}`}
    return {effect: kind.effect, json: JSON.stringify({tool: entry.tool, args})}
  })
}

/** From the first tool of the policy to the last. */
const spreadOver = (tools, count) =>
  Array.from({length: count}, (_, at) => tools[Math.round((at * (tools.length - 1)) / (count - 1))])

/** The same numbers on every machine (the generator of Numerical Recipes; its high bits are the random ones). */
function randomNumbers(start) {
  let state = start
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}
