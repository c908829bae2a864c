import {ExitCode, TameError} from '../../errors.js'
import type {Tame} from '../../model/tame.js'
import {counted} from '../../ui/text/counted.js'
import type {Choice} from '../../ui/typing/choices.js'

/** The names that are known of what was recorded and is in force. */
interface KnownNames {
  readonly tools: readonly Choice[]
  readonly rules: readonly Choice[]
  readonly sessions: readonly Choice[]
  readonly agents: readonly Choice[]
  readonly users: readonly Choice[]
  readonly logs: readonly Choice[]
  readonly approvals: readonly Choice[]
}

export type NameKind = keyof KnownNames

const [mostCalls, mostSessions, mostApprovals] = [200, 50, 50]

/** The names of one kind; what there is none of, or none to see, is left out. */
export async function knownNames(kind: NameKind, tame: Tame): Promise<readonly Choice[]> {
  switch (kind) {
    case 'sessions':
      return sessionNames(tame)
    case 'approvals':
      return approvalNames(tame)
    case 'rules':
      return unlessRefused(async () =>
        (await tame.policy.rules()).map(({name, effect}) => choice(name, effect)),
      )
    case 'tools':
      return distinct([
        ...(await ruleTools(tame)),
        ...(await recorded(tame, ({tool}) => [choice(tool, 'seen')])),
      ])
    case 'agents':
      return recorded(tame, ({agentId}) => idChoice(agentId))
    case 'users':
      return recorded(tame, ({userId}) => idChoice(userId))
    case 'logs':
      return recorded(tame, ({logId, effect, tool, timestamp}) => [
        choice(logId, `${effect} ${tool} ${timestamp}`),
      ])
  }
}

type Read = Parameters<typeof recordedBy>[1]

const choice = (value: string, description = ''): Choice => ({value, description})
const idChoice = (id: string | null): Choice[] => (id === null ? [] : [choice(id)])

const recorded = (tame: Tame, read: Read): Promise<readonly Choice[]> =>
  unlessRefused(() => recordedBy(tame, read))

type LogRecord = Awaited<ReturnType<Tame['logs']['get']>>

/** The newest first. */
async function recordedBy(tame: Tame, read: (record: LogRecord) => Choice[]): Promise<readonly Choice[]> {
  const found: Choice[] = []
  for await (const record of tame.logs.list({limit: mostCalls})) found.push(...read(record))
  return distinct(found.reverse())
}

const sessionNames = (tame: Tame): Promise<readonly Choice[]> =>
  unlessRefused(async () => {
    const {sessions} = await tame.sessions.list({limit: mostSessions})
    return sessions.map(({id, totalCalls, agentId}) =>
      choice(id, `${counted(totalCalls, 'call')}${agentId === null ? '' : ` of ${agentId}`}`),
    )
  })

const approvalNames = (tame: Tame): Promise<readonly Choice[]> =>
  unlessRefused(async () => {
    const found: Choice[] = []
    for await (const {id, tool, reason} of tame.approvals.list({status: 'pending', limit: mostApprovals}))
      found.push(choice(id, `${tool}: ${reason}`))
    return found
  })

/** Those that rules name whole. */
const ruleTools = (tame: Tame): Promise<readonly Choice[]> =>
  unlessRefused(async () => {
    const rules = await tame.policy.rules()
    return rules.flatMap(({name, tools}) =>
      tools.filter((tool) => !/[*?[]/.test(tool)).map((tool) => choice(tool, `in ${name}`)),
    )
  })

function distinct(choices: readonly Choice[]): Choice[] {
  const byValue = new Map<string, Choice>()
  for (const each of choices) if (!byValue.has(each.value)) byValue.set(each.value, each)
  return [...byValue.values()]
}

/** Without a policy or a record, or leave to see it, there is nothing to offer. That nobody answered is another thing. */
async function unlessRefused(ask: () => Promise<readonly Choice[]>): Promise<readonly Choice[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TameError && error.exitCode === ExitCode.unreachable) throw error
    return []
  }
}
