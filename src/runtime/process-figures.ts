import {monitorEventLoopDelay} from 'node:perf_hooks'
import type {ProcessFigures} from '../server/metrics/metrics.js'

/** Begins to watch this process, and gives what tells how it is with it. */
export function watchProcess(): () => ProcessFigures {
  const delay = monitorEventLoopDelay({resolution: 20})
  delay.enable()
  const startedAtSeconds = (Date.now() - performance.now()) / 1000
  return () => {
    const {user, system} = process.cpuUsage()
    const {rss, heapUsed} = process.memoryUsage()
    const loopDelaySeconds = delay.max / 1e9
    delay.reset()
    return {
      cpuSeconds: (user + system) / 1e6,
      residentBytes: rss,
      heapBytes: heapUsed,
      startedAtSeconds,
      loopDelaySeconds,
    }
  }
}
