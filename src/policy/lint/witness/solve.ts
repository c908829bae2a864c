import type {Value} from '../../values/value.js'
import type {Clause, Literal} from '../logic/clause.js'
import {clockPlace, type Place, placesOf, toolPlace} from '../logic/place.js'
import {canHold} from './can-hold.js'
import {Scenario} from './scenario.js'
import type {Search} from './search.js'
import {instantsToTry, valuesToTry} from './values-to-try.js'

interface Wanted {
  readonly literal: Literal
  readonly places: readonly Place[]
}

/**
 * A call that meets a clause, as far as trying likely values finds one. Places that `start` has chosen stay as they are, and
 * are not asked about. What is found may still not do what was hoped: only deciding shows that.
 */
export function solve(
  search: Search,
  clause: Clause,
  start: Scenario = new Scenario(),
): Scenario | undefined {
  const wanted = clause.map((literal): Wanted => {
    const {expression} = literal.atom
    return {literal, places: expression === undefined ? [] : placesOf(expression)}
  })
  const open = [
    ...new Map(
      [toolPlace, ...wanted.flatMap(({places}) => places)].map((place) => [place.key, place]),
    ).values(),
  ]
  let scenario = withLimits(clause, start)
  for (const place of open) {
    if (scenario.has(place)) continue
    const next = choose(search, scenario, place, wanted)
    if (next === undefined) return undefined
    scenario = next
  }
  return scenario
}

const stepsPerTry = 4

function withLimits(clause: Clause, start: Scenario): Scenario {
  return clause.reduce((scenario, {atom: {limit}, outcome}) => {
    return limit !== undefined && outcome === 'true'
      ? scenario.withLimit(limit.ruleName, limit.count)
      : scenario
  }, start)
}

/** The scenario with the first value for a place that meets all that can be asked by then. */
function choose(
  search: Search,
  scenario: Scenario,
  place: Place,
  wanted: readonly Wanted[],
): Scenario | undefined {
  const about = wanted.filter(({places}) => places.some(({key}) => key === place.key))
  const settled = about.filter(({places}) =>
    places.every((other) => other.key === place.key || scenario.has(other)),
  )
  for (const value of candidates(search, scenario, place, about)) {
    if (!search.spend(stepsPerTry)) return undefined
    if (!canHold(place, value)) continue
    const next = scenario.with(place, value)
    if (meets(search, next, settled)) return next
  }
  return undefined
}

function meets({policy}: Search, scenario: Scenario, wanted: readonly Wanted[]): boolean {
  const trial = scenario.trial(policy)
  return wanted.every(
    ({literal: {atom, outcome}}) => atom.evaluate === undefined || atom.evaluate(trial) === outcome,
  )
}

function* candidates(
  {knownTools}: Search,
  scenario: Scenario,
  place: Place,
  about: readonly Wanted[],
): Generator<Value | undefined> {
  if (place.key === clockPlace.key) {
    yield* instantsToTry()
    return
  }
  if (place.key === toolPlace.key) yield* [...knownTools, ...(about.length === 0 ? ['any_tool'] : [])]
  const isNamed = about.some(({literal}) => literal.outcome === 'true')
  yield* valuesToTry(
    about.map(({literal}) => literal.atom),
    isNamed,
  )
  // For what two arguments are compared by.
  for (const {places} of about) for (const other of places) yield scenario.valueOf(other)
}
