import type {Effect} from './effect.js'
import type {LogRecord} from './log-record.js'

/** How often each of some names came up, the most frequent first. */
export type Counts = readonly (readonly [name: string | null, count: number])[]

/** What became of many calls. */
export interface LogSummary {
  readonly total: number
  readonly decisions: Readonly<Record<Effect, number>>
  /** The first and the last; nothing without calls. */
  readonly from: string | null
  readonly to: string | null
  readonly tools: Counts
  /** null: no rule decided. */
  readonly rules: Counts
  /** null: the caller did not say who it is. */
  readonly agents: Counts
  /** How many have a result, and in how many of these it is an error. */
  readonly reported: number
  readonly failed: number
  readonly cost: number
  /** The longest first. */
  readonly slowest: readonly LogRecord[]
  /** The latest failures, the last first. */
  readonly errors: readonly LogRecord[]
}

/** More different names than this are counted together: whoever calls chooses them. */
const mostNames = 10_000
const mostRecords = 5

/** Counts calls as they go by; holds no more than it says in the end. */
export class LogTally {
  total = 0
  private readonly decisions: Record<Effect, number> = {allow: 0, deny: 0, approve: 0, sanitize: 0}
  private from: string | null = null
  private to: string | null = null
  private readonly tools = new NameTally()
  private readonly rules = new NameTally()
  private readonly agents = new NameTally()
  private reported = 0
  private failed = 0
  private cost = 0
  private readonly slowest: LogRecord[] = []
  private readonly errors: LogRecord[] = []

  add(record: LogRecord): void {
    this.total++
    this.decisions[record.effect]++
    this.from ??= record.timestamp
    this.to = record.timestamp
    this.tools.add(record.tool)
    this.rules.add(record.ruleName)
    this.agents.add(record.agentId)
    this.addOutcome(record)
  }

  private addOutcome(record: LogRecord): void {
    const {outcome} = record
    if (outcome === null) return
    this.reported++
    this.cost += outcome.cost ?? 0
    if (hasFailed(record)) {
      this.failed++
      this.errors.unshift(record)
      this.errors.splice(mostRecords)
    }
    if (outcome.durationMs !== null) this.placeByTime(record, outcome.durationMs)
  }

  private placeByTime(record: LogRecord, durationMs: number): void {
    const at = this.slowest.findIndex(({outcome}) => (outcome?.durationMs ?? 0) < durationMs)
    this.slowest.splice(at === -1 ? this.slowest.length : at, 0, record)
    this.slowest.splice(mostRecords)
  }

  summary(): LogSummary {
    const {total, decisions, from, to, reported, failed, cost, slowest, errors} = this
    const [tools, rules, agents] = [this.tools.counts(), this.rules.counts(), this.agents.counts()]
    return {total, decisions, from, to, tools, rules, agents, reported, failed, cost, slowest, errors}
  }
}

/** An agent may call its failures what it wants; what it gives an error with is one. */
const hasFailed = ({outcome}: LogRecord): boolean =>
  outcome !== null && (outcome.error !== null || outcome.status === 'error')

const others = '(others)'

class NameTally {
  private readonly counted = new Map<string | null, number>()
  private rest = 0

  add(name: string | null): void {
    const count = this.counted.get(name)
    if (count === undefined && this.counted.size >= mostNames) this.rest++
    else this.counted.set(name, (count ?? 0) + 1)
  }

  counts(): Counts {
    const sorted = [...this.counted].sort(([, a], [, b]) => b - a)
    return this.rest === 0 ? sorted : [...sorted, [others, this.rest]]
  }
}

/** A summary as `--json` prints it. */
export const logSummaryJson = (summary: LogSummary): object => ({
  total: summary.total,
  decisions: summary.decisions,
  from: summary.from,
  to: summary.to,
  tools: countsJson(summary.tools),
  rules: countsJson(summary.rules),
  agents: countsJson(summary.agents),
  reported: summary.reported,
  failed: summary.failed,
  cost: summary.cost,
  slowest: summary.slowest.map(entryJson),
  errors: summary.errors.map(entryJson),
})

const countsJson = (counts: Counts): object[] => counts.map(([name, count]) => ({name, count}))

const entryJson = ({logId, timestamp, tool, outcome}: LogRecord): object => ({
  log_id: logId,
  timestamp,
  tool_name: tool,
  status: outcome?.status ?? null,
  error: outcome?.error ?? null,
  duration_ms: outcome?.durationMs ?? null,
})
