import {setTimeout} from 'node:timers/promises'
import {runs} from '../../model/effect.js'
import type {LogRecord} from '../../model/log-record.js'
import type {Tame} from '../../model/tame.js'
import type {Step} from './scene.js'

/** Has tame decide one step after the other, so many a second, and reports what would have come of those that may run. */
export async function* play(tame: Tame, steps: Iterable<Step>, perSecond: number): AsyncGenerator<LogRecord> {
  const startMs = performance.now()
  let count = 0
  for (const {call, outcome} of steps) {
    const earlyMs = startMs + (count * 1000) / perSecond - performance.now()
    if (earlyMs > 0) await setTimeout(earlyMs)
    count++
    const {effect, logId} = await tame.enforce(call)
    if (logId === null) continue
    if (runs(effect)) await tame.report(logId, outcome)
    yield await tame.logs.get(logId)
  }
}
