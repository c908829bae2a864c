// What a person sees of what an agent does, and how soon: real processes and pseudo-terminals. What is measured, how, and what
// came out: README.md beside this file.
import {measureFrames} from './live/frames.js'
import {measureLatency} from './live/latency.js'
import {measureMemory} from './live/memory.js'
import {inPlace} from './live/place.js'

const screens = {
  queue: ['approve'],
  log: ['logs', '--follow'],
}

export async function run() {
  const {openTame} = await import('../../dist/index.js')
  const [seen, isAllSeen] = await latencies(openTame)
  console.table(seen)
  console.error('frames of 200×50')
  const frames = await measureFrames()
  console.error('30,000 events')
  const {fewMib, manyMib} = await inPlace((place) => measureMemory(openTame, place))
  const targets = [
    ['a frame of 10,000 approvals, median ms', quantile(frames.queue, 0.5), 50],
    ['a frame of 10,000 events a minute, median ms', quantile(frames.log, 0.5), 50],
    [`memory after 30,000 events (${Math.round(manyMib)} MiB) to that after 10,000`, manyMib / fewMib, 1.2],
  ]
  for (const [name, figure, target] of targets)
    console.log(`${verdictOf(figure, target)} ${name}: ${rounded(figure)} (at most ${target})`)
  if (!isAllSeen || targets.some(([, figure, target]) => figure > target)) process.exitCode = 1
}

async function latencies(openTame) {
  const rows = {}
  let isMet = true
  for (const [name, screen] of Object.entries(screens)) {
    for (const [mode, target] of [
      ['embedded', 200],
      ['remote', 100],
    ]) {
      console.error(`${name}, ${mode}: 220 calls`)
      const options = {isRemote: mode === 'remote', screen}
      const times = await inPlace((place) => measureLatency(openTame, place, options))
      const shown = times.map(({shownMs}) => shownMs)
      const answered = times.map(({answeredMs}) => answeredMs)
      const p99 = quantile(shown, 0.99)
      isMet &&= p99 <= target
      rows[`${name}, ${mode}`] = {
        'answer p50 ms': rounded(quantile(answered, 0.5)),
        'answer p99 ms': rounded(quantile(answered, 0.99)),
        'p50 ms': rounded(quantile(shown, 0.5)),
        'p90 ms': rounded(quantile(shown, 0.9)),
        'p99 ms': rounded(p99),
        target: `≤ ${target}`,
        verdict: verdictOf(p99, target).trim(),
      }
    }
  }
  return [rows, isMet]
}

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1]

const verdictOf = (figure, target) => (figure <= target ? 'met   ' : 'MISSED')

const rounded = (figure) => Math.round(figure * 100) / 100
