import type {Arguments, Call} from '../../model/call.js'
import type {Expectation} from '../../model/case-result.js'
import type {Path, SourceDocument} from '../../source/document.js'
import {agentFacts, type CircumstancesFile, instantMs, sessionFacts} from '../circumstances/circumstances.js'
import type {CaseFile, ExpectFile, SuiteFile} from './schema.js'
import type {Case, Circumstances} from './suite.js'

/** The cases of a checked file, those of a matrix one by one. */
export function createCases(document: SourceDocument, {now, defaults = {}, cases}: SuiteFile): Case[] {
  return cases.flatMap((each, position) => {
    const merged = merge(merge(defaults, each), each.call ?? {})
    const shared = {
      name: each.name,
      isOfMatrix: each.tools !== undefined,
      position,
      circumstances: circumstancesOf(merged),
      nowMs: momentOf(each.now ?? now),
      repeat: each.repeat ?? 1,
      expected: expectationOf(each.expect as ExpectFile),
    }
    return callsOf(each, position).map(({tool, args, path}): Case => {
      const call = createCall(tool, args, shared.circumstances, merged.metadata ?? null)
      return {...shared, line: document.lineAt(path), call}
    })
  })
}

interface CallOfCase {
  readonly tool: string
  readonly args: Arguments
  readonly path: Path
}

function callsOf({call, tools = [], each}: CaseFile, position: number): CallOfCase[] {
  const path: Path = ['cases', position]
  if (call !== undefined) return [{tool: call.tool, args: call.args ?? {}, path}]
  return tools.flatMap((tool) =>
    (each ?? [{}]).map((args, at) => ({
      tool,
      args,
      path: each === undefined ? path : [...path, 'each', at],
    })),
  )
}

const createCall = (
  tool: string,
  args: Arguments,
  {session, agent, user}: Circumstances,
  metadata: Arguments | null,
): Call => ({
  tool,
  args,
  sessionId: session?.id ?? null,
  agentId: agent?.id ?? null,
  userId: user?.id ?? null,
  metadata,
})

const momentOf = (now: string | undefined): number | undefined =>
  now === undefined ? undefined : instantMs(now)

const expectationOf = (expect: ExpectFile): Expectation =>
  typeof expect === 'string' ? {decision: expect} : (expect as Expectation)

/** What the second says comes on top of the first, key by key; null clears what the first said. */
function merge(first: CircumstancesFile, second: CircumstancesFile): CircumstancesFile {
  return {
    session: mergeOne(first.session, second.session),
    agent: mergeOne(first.agent, second.agent),
    user: mergeOne(first.user, second.user),
    metadata: mergeOne(first.metadata, second.metadata),
  }
}

function mergeOne<Part extends object | null | undefined>(first: Part, second: Part): Part {
  if (second === undefined) return first
  if (second === null || first === null || first === undefined) return second
  // Entries, and no spread of unknown maps into each other: a key named `__proto__` must stay a key.
  return Object.fromEntries(new Map([...Object.entries(first), ...Object.entries(second)])) as Part
}

const circumstancesOf = ({session = {}, agent, user}: CircumstancesFile): Circumstances => ({
  session: session && sessionFacts({id: 'test', ...session}),
  agent: agent ? agentFacts(agent) : null,
  user: user ? {id: user.id ?? null} : null,
})
