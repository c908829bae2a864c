import type {Call} from '../../../model/call.js'
import type {Facts, SessionFacts} from '../../../model/facts.js'
import type {Verdict} from '../../../model/verdict.js'
import type {CompiledPolicy} from '../../compiled-policy.js'
import {decide} from '../../decide.js'
import {Trial} from '../../rule/trial.js'
import type {Value} from '../../values/value.js'
import {clockPlace, type Place, toolPlace} from '../logic/place.js'

/** A call and what is known of it, put together piece by piece. What nothing was chosen for is not there, or none, or 0. */
export class Scenario {
  constructor(
    private readonly chosen: ReadonlyMap<string, {place: Place; value: Value | undefined}> = new Map(),
    readonly limits: ReadonlyMap<string, number> = new Map(),
  ) {}

  with(place: Place, value: Value | undefined): Scenario {
    return new Scenario(new Map([...this.chosen, [place.key, {place, value}]]), this.limits)
  }

  withLimit(ruleName: string, count: number): Scenario {
    return new Scenario(this.chosen, new Map([...this.limits, [ruleName, count]]))
  }

  /** Without all that the caller claims. */
  withoutClaims(): Scenario {
    return new Scenario(
      new Map([...this.chosen].filter(([, {place}]) => place.path[0] !== 'metadata')),
      this.limits,
    )
  }

  has(place: Place): boolean {
    return this.chosen.has(place.key)
  }

  valueOf(place: Place): Value | undefined {
    return this.chosen.get(place.key)?.value
  }

  get nowMs(): number {
    const value = this.valueOf(clockPlace)
    return typeof value === 'number' ? value : usualTime
  }

  /** What was chosen below a name, as one map. */
  below(root: Place['path'][0]): Record<string, Value> {
    const map: Node = {}
    const chosen = [...this.chosen.values()].filter(({place}) => place.path[0] === root)
    // The shorter first, so that what lies deeper is put into it.
    for (const {place, value} of chosen.toSorted((a, b) => a.place.path.length - b.place.path.length)) {
      if (value !== undefined) put(map, place.path.slice(1), value)
    }
    return map as Record<string, Value>
  }

  get call(): Call {
    const tool = this.valueOf(toolPlace)
    return {
      tool: typeof tool === 'string' ? tool : 'any_tool',
      args: this.below('tool_args'),
      metadata: this.below('metadata'),
    }
  }

  get facts(): Facts {
    const agent = this.below('agent')
    const user = this.below('user')
    return {
      session: sessionFacts(this.below('session')),
      agent: isEmpty(agent)
        ? null
        : {
            id: textIn(agent, 'id'),
            name: textIn(agent, 'name'),
            trustTier: textIn(agent, 'trust_tier'),
            tags: textsIn(agent, 'tags'),
          },
      user: isEmpty(user) ? null : {id: textIn(user, 'id')},
      limitCounts: new Counts(this.limits),
    }
  }

  trial(policy: CompiledPolicy): Trial {
    return new Trial(this.call, this.facts, policy.clock, this.nowMs)
  }

  decide(policy: CompiledPolicy): Verdict {
    return decide(policy, this.call, this.facts, this.nowMs)
  }
}

/** What limits have counted: nothing, unless something was chosen. */
class Counts extends Map<string, number> {
  override get(ruleName: string): number {
    return super.get(ruleName) ?? 0
  }
}

/** A Monday at noon. */
export const usualTime = Date.UTC(2026, 0, 5, 12)

type Node = {[key: string]: Value | Node}

function put(around: Node, path: readonly (string | number)[], value: Value): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    define(around, key, value)
    return
  }
  const known = Object.hasOwn(around, key) ? around[key] : undefined
  const next = typeof rest[0] === 'number' ? [] : {}
  const inner = (typeof known === 'object' && known !== null ? structuredClone(known) : next) as Node
  define(around, key, inner)
  put(inner, rest, value)
}

/** Also for a key like `__proto__`, which setting would not make the map's own. */
function define(around: Node, key: string | number, value: Value | Node): void {
  Object.defineProperty(around, key, {value, enumerable: true, writable: true, configurable: true})
}

const isEmpty = (map: object): boolean => Object.keys(map).length === 0

const textIn = (map: Record<string, Value>, key: string): string | null => {
  const value = map[key]
  return typeof value === 'string' ? value : null
}

function textsIn(map: Record<string, Value>, key: string): readonly string[] {
  const value = map[key]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function numberIn(map: Record<string, Value>, key: string): number {
  const value = map[key]
  return typeof value === 'number' ? value : 0
}

function sessionFacts(session: Record<string, Value>): SessionFacts {
  const calls = session['calls']
  const counts = typeof calls === 'object' && calls !== null ? Object.entries(calls) : []
  return {
    id: textIn(session, 'id'),
    actionCount: numberIn(session, 'action_count'),
    allowedCount: numberIn(session, 'allowed_count'),
    deniedCount: numberIn(session, 'denied_count'),
    estimatedCost: numberIn(session, 'estimated_cost'),
    ageSeconds: numberIn(session, 'age_seconds'),
    calls: Object.fromEntries(
      counts.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ),
  }
}
