import type {Scope} from '../../src/policy/compile/scope.js'
import type {ValueMap} from '../../src/policy/values/value.js'

/** A call to `read_file` on a Wednesday morning, with these arguments. */
export function scopeOf(args: ValueMap, over: Partial<Scope> = {}): Scope {
  return {
    tool_name: 'read_file',
    tool_args: args,
    session: {
      id: 's1',
      action_count: 3,
      allowed_count: 2,
      denied_count: 1,
      estimated_cost: 0.5,
      age_seconds: 60,
      calls: {read_file: 2, send_email: 1},
    },
    agent: {id: 'a1', name: 'Ada', trust_tier: 'verified', tags: ['research']},
    user: {id: 'u1'},
    metadata: {team: 'blue'},
    datetime: {
      year: 2026,
      month: 11,
      day: 18,
      hour: 10,
      minute: 30,
      weekday: 2,
      iso: '2026-11-18T10:30:00+01:00',
    },
    ...over,
  }
}
