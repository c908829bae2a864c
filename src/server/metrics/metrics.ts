import type {Decision} from '../../model/decision.js'
import type {Status} from '../../model/status.js'
import {type Family, familyText, labelText, single} from './exposition.js'
import {Histogram} from './histogram.js'

/** What the process takes, told by whoever may ask it. */
export interface ProcessFigures {
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly heapBytes: number
  readonly startedAtSeconds: number
  /** The worst that something had to wait for the event loop since the last question. */
  readonly loopDelaySeconds: number
}

/** More rules than this are counted as one: each is a line that is kept and sent for ever. */
const mostRules = 1000

/** Counts what is asked and answered. */
export class Metrics {
  private readonly decisions = new Map<string, {labels: Record<string, string>; count: number}>()
  private readonly requests = new Map<string, {labels: Record<string, string>; histogram: Histogram}>()

  constructor(private readonly figures: () => ProcessFigures) {}

  countDecision({effect, ruleName}: Pick<Decision, 'effect' | 'ruleName'>): void {
    const rule = ruleName ?? ''
    const wanted = `${effect} ${rule}`
    const key = this.decisions.has(wanted) || this.decisions.size < mostRules ? wanted : `${effect} others`
    const known = this.decisions.get(key)
    if (known !== undefined) known.count++
    else
      this.decisions.set(key, {
        labels: {decision: effect, rule: key === wanted ? rule : '(others)'},
        count: 1,
      })
  }

  countRequest(operation: string, status: number, seconds: number): void {
    const key = `${operation} ${status}`
    let known = this.requests.get(key)
    if (known === undefined) {
      known = {labels: {operation, status: String(status)}, histogram: new Histogram()}
      this.requests.set(key, known)
    }
    known.histogram.add(seconds)
  }

  text(status: Status, followers: number): string {
    return [...this.counted(), ...ledgerFamilies(status, followers), ...processFamilies(this.figures())]
      .map(familyText)
      .join('')
  }

  private counted(): Family[] {
    const requests = 'tame_http_request_duration_seconds'
    return [
      {
        name: 'tame_decisions_total',
        type: 'counter',
        help: 'Decisions that this server answered, by result and rule; no rule is the default.',
        lines: [...this.decisions.values()].map(
          ({labels, count}) => `tame_decisions_total${labelText(labels)} ${count}`,
        ),
      },
      {
        name: requests,
        type: 'histogram',
        help: 'How long answers took, by operation and status.',
        lines: [...this.requests.values()].flatMap(({labels, histogram}) =>
          histogram.lines(requests, labels),
        ),
      },
    ]
  }
}

const ledgerFamilies = ({store, pendingApprovals, isHealthy}: Status, followers: number): Family[] => [
  single('tame_ledger_entries', 'gauge', 'Entries in the ledger.', store.entries),
  {
    name: 'tame_ledger_decisions',
    type: 'gauge',
    help: 'Decisions in the ledger, by result.',
    lines: Object.entries(store.decisions).map(
      ([decision, count]) => `tame_ledger_decisions${labelText({decision})} ${count}`,
    ),
  },
  single('tame_pending_approvals', 'gauge', 'Calls that wait for a person.', pendingApprovals),
  single('tame_event_followers', 'gauge', 'Who follows the events now.', followers),
  single('tame_healthy', 'gauge', 'Whether calls can be decided and recorded.', isHealthy ? 1 : 0),
]

const processFamilies = (figures: ProcessFigures): Family[] => [
  single('process_cpu_seconds_total', 'counter', 'User and system time.', figures.cpuSeconds),
  single('process_resident_memory_bytes', 'gauge', 'Memory that is held.', figures.residentBytes),
  single('nodejs_heap_size_used_bytes', 'gauge', 'Memory that JavaScript uses.', figures.heapBytes),
  single(
    'process_start_time_seconds',
    'gauge',
    'When it started, in seconds since 1970.',
    figures.startedAtSeconds,
  ),
  single(
    'nodejs_eventloop_lag_max_seconds',
    'gauge',
    'The longest wait for the event loop since the last question.',
    figures.loopDelaySeconds,
  ),
]
