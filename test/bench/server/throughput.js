// Requests a second and how long each takes. All servers run from the start to the end and take turns, so that what else
// the machine does hits each of them alike; what is compared is compared within a round.
import {load} from './load.js'
import {startBare, startConstant, startTame} from './processes.js'

const warmMs = 1000
const turnMs = 1000
const rounds = 4
const concurrencies = [1, 8, 64]

const greeting = {method: 'GET', path: '/'}

export async function measureThroughput(folder, enforce, tell) {
  const subjects = [
    {name: 'bare node:http', server: await startBare(), request: enforce},
    {name: 'tame, a constant', server: await startConstant(), request: enforce},
    {name: 'tame, a greeting', server: await startTame(folder, 'normal'), request: greeting},
    {name: 'tame, durability normal', server: await startTame(folder, 'normal'), request: enforce},
    {name: 'tame, durability full', server: await startTame(folder, 'full'), request: enforce},
  ]
  for (const {server, request} of subjects)
    await load({port: server.port, request, concurrency: 64, ms: warmMs})
  const turns = []
  for (let round = 1; round <= rounds; round++)
    for (const concurrency of concurrencies)
      for (const {name, server, request} of subjects) {
        const measured = figuresOf(await load({port: server.port, request, concurrency, ms: turnMs}))
        turns.push({name, concurrency, round, ...measured})
        tell(
          `round ${round} of ${rounds}: ${name}, ${concurrency} at once: ${measured.perSecond} requests/s, p99 ${measured.p99Ms} ms`,
        )
      }
  for (const {server} of subjects) await server.stop()
  return turns
}

/** One row for each server at each concurrency: the medians of its rounds. */
export function rowsOf(turns) {
  const firsts = turns.filter(({round}) => round === 1).sort((a, b) => a.concurrency - b.concurrency)
  return firsts.map(({name, concurrency}) => {
    const own = roundsOf(turns, name, concurrency)
    return {
      name: `${name}, ${concurrency} at once`,
      perSecond: median(own.map(({perSecond}) => perSecond)),
      p50Ms: median(own.map(({p50Ms}) => p50Ms)),
      p99Ms: median(own.map(({p99Ms}) => p99Ms)),
    }
  })
}

/** The median of what a figure was of another server's in the same round. */
export function ratioOf(turns, name, {to, at, of}) {
  const others = roundsOf(turns, to, at)
  return median(roundsOf(turns, name, at).map((turn, index) => turn[of] / others[index][of]))
}

const roundsOf = (turns, name, concurrency) =>
  turns.filter((turn) => turn.name === name && turn.concurrency === concurrency)

function figuresOf({latencies, elapsedMs}) {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] * 1000) / 1000
  return {perSecond: Math.round((sorted.length / elapsedMs) * 1000), p50Ms: at(0.5), p99Ms: at(0.99)}
}

function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}
