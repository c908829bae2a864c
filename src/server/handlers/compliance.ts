import {wireTime, wireTimeOf} from '../../api/wire-time.js'
import type {LogRecord} from '../../model/log-record.js'
import type {Tame} from '../../model/tame.js'
import {json, slowJson} from '../answer.js'
import type {Handlers} from '../desk.js'
import {plainEffect} from '../plain-decision.js'

export const compliance: Handlers<'verifyIntegrity' | 'recordEvent' | 'generateReport' | 'retentionStatus'> =
  {
    verifyIntegrity: ({query}, {tame, now}) =>
      slowJson(async () => ({
        // All of it: a part of a chain proves nothing about the rest.
        integrity_verification: await integrity(tame, now()),
        verification_period: period(query.start_date, query.end_date),
      })),

    async recordEvent({body, caller: {name, keyId}}, {tame}) {
      const {seq, atMs} = await tame.audit.note({...body, by: name, keyId})
      return json({status: 'recorded', seq, timestamp: wireTime(atMs)})
    },

    generateReport: ({body}, {tame, now}) =>
      slowJson(() => report(tame, now, [body.start_date ?? undefined, body.end_date ?? undefined])),

    async retentionStatus(_, {tame}) {
      const {store} = await tame.status()
      const {total} = await tame.sessions.list({limit: 1})
      let oldest: string | null = null
      for await (const {timestamp} of tame.logs.list()) {
        oldest = wireTimeOf(timestamp)
        break
      }
      return json({total_entries: store.entries, total_sessions: total, oldest_call: oldest})
    },
  }

async function report(tame: Tame, now: () => number, [sinceMs, untilMs]: Period): Promise<object> {
  const tally = new Tally()
  const asked = {...(sinceMs !== undefined && {sinceMs}), ...(untilMs !== undefined && {untilMs})}
  for await (const record of tame.logs.list(asked)) tally.add(record)
  return {
    report_period: period(sinceMs, untilMs),
    generated_at: wireTime(now()),
    policy_version: (await tame.status()).policy?.version ?? null,
    ...tally.json(),
    integrity: await integrity(tame, now()),
  }
}

type Period = readonly [sinceMs: number | undefined, untilMs: number | undefined]

async function integrity(tame: Tame, nowMs: number): Promise<object> {
  const {ok, entries, failures} = await tame.audit.verify()
  return {
    total_entries_verified: entries,
    integrity_violations: failures.length,
    chain_intact: ok,
    verification_timestamp: wireTime(nowMs),
  }
}

const period = (startMs: number | undefined, endMs: number | undefined): object => ({
  start_date: startMs === undefined ? null : wireTime(startMs),
  end_date: endMs === undefined ? null : wireTime(endMs),
})

/** What was asked and decided, counted. */
class Tally {
  private readonly effects = {allow: 0, deny: 0, approve: 0}
  private readonly tools = new Map<string, number>()
  private readonly rules = new Map<string, number>()
  private readonly sessions = new Set<string>()
  private readonly durations = {count: 0, sumMs: 0}
  private errors = 0

  add({effect, tool, ruleName, sessionId, outcome}: LogRecord): void {
    this.effects[plainEffect(effect)]++
    addTo(this.tools, tool)
    addTo(this.rules, ruleName ?? 'default')
    if (sessionId !== null) this.sessions.add(sessionId)
    if (outcome?.status === 'error') this.errors++
    if (typeof outcome?.durationMs === 'number') {
      this.durations.count++
      this.durations.sumMs += outcome.durationMs
    }
  }

  json(): object {
    const {allow, deny, approve} = this.effects
    const {count, sumMs} = this.durations
    return {
      total_calls: allow + deny + approve,
      allowed_calls: allow,
      denied_calls: deny,
      approved_calls: approve,
      sessions: this.sessions.size,
      calls_by_tool: Object.fromEntries(this.tools),
      calls_by_rule: Object.fromEntries(this.rules),
      errors: this.errors,
      average_duration_ms: count === 0 ? null : sumMs / count,
    }
  }
}

const addTo = (counts: Map<string, number>, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)
