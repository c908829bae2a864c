import {ExitCode, TameError} from '../errors.js'
import type {Effect} from '../model/effect.js'
import type {LogFilter} from '../model/log-filter.js'
import {type Edge, parseMoment} from './moment.js'

/** What narrows the log, as it is typed. */
export interface TypedFilter {
  readonly 'session-id'?: string | undefined
  readonly 'agent-id'?: string | undefined
  readonly 'user-id'?: string | undefined
  readonly tool?: string | undefined
  readonly decision?: Effect | undefined
  /** Empty for the calls that no rule decided. */
  readonly rule?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly grep?: string | undefined
}

export function logFilter(typed: TypedFilter, nowMs: number): LogFilter {
  const {tool, decision, rule, grep} = typed
  const moment = (flag: 'since' | 'until', edge: Edge): number | undefined => {
    const text = typed[flag]
    return text === undefined ? undefined : parseMoment(text, `--${flag}`, nowMs, edge)
  }
  const [sinceMs, untilMs] = [moment('since', 'start'), moment('until', 'end')]
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs >= untilMs) throw nothingBetween(typed)
  return {
    ...given({sessionId: typed['session-id'], agentId: typed['agent-id'], userId: typed['user-id']}),
    ...given({tool, decision, grep, sinceMs, untilMs}),
    ...(rule !== undefined && {rule: rule === '' ? null : rule}),
  }
}

const given = <Some extends object>(some: Some): {[Key in keyof Some]?: NonNullable<Some[Key]>} =>
  Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Some]?: NonNullable<Some[Key]>
  }

const nothingBetween = ({since, until}: TypedFilter): TameError =>
  new TameError('USAGE', `--until ${until} is not after --since ${since}: no call lies between`, {
    suggestions: ['Exchange the two', 'Leave one of them out'],
    exitCode: ExitCode.misuse,
  })
