import {childrenOf, type Expression} from '../parse/expression.js'
import {constantKey} from './constant.js'
import {factOf, isSessionCalls} from './member.js'
import type {FactName} from './scope.js'

/** The facts a condition asks for; whatever is not among them need not be looked up. */
export interface Needs {
  /** Members of `session` that are named, `calls` among them. */
  readonly session: ReadonlySet<string>
  /** The tools whose calls are counted, or all of them when the tool is not known beforehand. */
  readonly sessionCalls: ReadonlySet<string> | 'any'
  readonly agent: boolean
  readonly user: boolean
  readonly metadata: boolean
  readonly datetime: boolean
}

class Gatherer implements Needs {
  readonly session = new Set<string>()
  sessionCalls: Set<string> | 'any' = new Set<string>()
  agent = false
  user = false
  metadata = false
  datetime = false

  visit(expression: Expression): void {
    const counted = countedTool(expression)
    if (counted !== undefined) this.count(counted)
    else if (isSessionCalls(expression)) this.sessionCalls = 'any'
    const fact = factMember(expression)
    if (fact?.name === 'session') this.session.add(fact.key)
    else if (fact) this[fact.name] = true
    if (expression.kind === 'name' && expression.name === 'metadata') this.metadata = true
    // `session.calls` inside `session.calls["x"]` must not count for itself.
    const parts = counted === undefined ? childrenOf(expression) : []
    for (const part of parts) this.visit(part)
  }

  private count(tool: string): void {
    this.session.add('calls')
    if (this.sessionCalls !== 'any') this.sessionCalls.add(tool)
  }
}

/** The `x` of `session.calls["x"]`. */
function countedTool(expression: Expression): string | undefined {
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined
  return isSessionCalls(expression.object) ? constantKey(expression) : undefined
}

function factMember(expression: Expression): {name: FactName; key: string} | undefined {
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined
  const name = factOf(expression.object)
  const key = constantKey(expression)
  return name && key !== undefined ? {name, key} : undefined
}

export function needsOf(expression: Expression): Needs {
  const gatherer = new Gatherer()
  gatherer.visit(expression)
  const {session, sessionCalls, agent, user, metadata, datetime} = gatherer
  return {
    session: kept(session),
    sessionCalls: sessionCalls === 'any' ? 'any' : kept(sessionCalls),
    agent,
    user,
    metadata,
    datetime,
  }
}

const none: ReadonlySet<string> = new Set()

/** Most need nothing, and an empty set of their own takes more memory than all else of their needs. */
const kept = (names: ReadonlySet<string>): ReadonlySet<string> => (names.size === 0 ? none : names)

/** What several conditions need together. */
export function joinNeeds(all: Iterable<Needs>): Needs {
  const needs = [...all]
  const counts = needs.map((each) => each.sessionCalls)
  return {
    session: kept(new Set(needs.flatMap((each) => [...each.session]))),
    sessionCalls: counts.includes('any') ? 'any' : kept(new Set(counts.flatMap((each) => [...each]))),
    agent: needs.some((each) => each.agent),
    user: needs.some((each) => each.user),
    metadata: needs.some((each) => each.metadata),
    datetime: needs.some((each) => each.datetime),
  }
}
