import {runs} from '../../model/effect.js'
import type {Facts, SessionFacts} from '../../model/facts.js'
import type {Verdict} from '../../model/verdict.js'
import type {CompiledPolicy} from '../compiled-policy.js'
import type {Circumstances} from './suite.js'

/** What a store would know of a session while calls are made in it, without a store. */
export class SessionRecord {
  private session: SessionFacts | null
  private readonly limitCounts: Map<string, number>

  constructor(
    private readonly circumstances: Circumstances,
    {needs}: Pick<CompiledPolicy, 'needs'>,
  ) {
    this.session = circumstances.session
    this.limitCounts = new Map(needs.limits.map(({ruleName}) => [ruleName, 0]))
  }

  /** What is known before the next call. */
  facts(): Facts {
    const {agent, user} = this.circumstances
    return {session: this.session, agent, user, limitCounts: new Map(this.limitCounts)}
  }

  /** Takes a decided call down. */
  add(verdict: Verdict): void {
    if (this.session !== null) this.session = advanced(this.session, verdict)
    // Also of calls that do not run: otherwise a limit on what waits for approval would bind nobody.
    for (const rule of verdict.countsToward) {
      this.limitCounts.set(rule, (this.limitCounts.get(rule) ?? 0) + 1)
    }
  }
}

function advanced(session: SessionFacts, {effect, tool, cost}: Verdict): SessionFacts {
  const isRun = runs(effect)
  const called = Object.hasOwn(session.calls, tool) ? (session.calls[tool] ?? 0) : 0
  return {
    ...session,
    actionCount: session.actionCount + 1,
    allowedCount: session.allowedCount + (isRun ? 1 : 0),
    deniedCount: session.deniedCount + (effect === 'deny' ? 1 : 0),
    estimatedCost: session.estimatedCost + (isRun ? cost : 0),
    // Built from entries and never by assignment: a tool named `__proto__` must stay a key.
    calls: Object.fromEntries(new Map([...Object.entries(session.calls), [tool, called + 1]])),
  }
}
