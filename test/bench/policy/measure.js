// One subject at one size in a process of its own, so that none warms, clutters or confuses the compiler for another.
// Takes what to measure as JSON on stdin and prints the figures as JSON.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {createCalls, createPolicy} from './workload.js'

const asked = JSON.parse(readFileSync(0, 'utf8'))
const batchSize = 1024
const checked = 64
const callCount = 16_384
const warmUpMs = 300
const longestWarmUpMs = 1500
const measuredMs = 400

/** The latest answers. Thrown away at once, they could be left unmade: the compiler sees what nobody looks at. */
const kept = new Array(16)

/** Calls parsed afresh; `json` is walked round and round. */
function createSource(calls) {
  let at = 0
  return (size) =>
    Array.from({length: size}, () => {
      at = (at + 1) % calls.length
      return JSON.parse(calls[at].json)
    })
}

function checkAnswers({decide, effectOf}, calls) {
  for (const {json, effect} of calls) {
    const answered = effectOf(decide(JSON.parse(json)))
    if (answered !== effect) throw new Error(`answers ${answered} and not ${effect} to ${json}`)
  }
}

/** Until every call was seen twice, so that what is made once per rule is made. */
function warmUp(decide, source, size) {
  const start = performance.now()
  for (let seen = 0; ; seen += size) {
    const spent = performance.now() - start
    if (spent > longestWarmUpMs || (spent > warmUpMs && seen > 2 * callCount)) return
    throughput(decide, source, 0.001, size)
  }
}

/**
 * The processor's time for whole batches, the parsing between them left out and the collector's threads counted in. By the clock on
 * the wall the figure would be the other processes': with the processor to itself a process gets the same by both.
 */
function throughput(decide, source, forMs, size) {
  let [decisions, spent] = [0, 0]
  while (spent < forMs * 1000) {
    const batch = source(size)
    const start = process.cpuUsage()
    for (let at = 0; at < size; at++) kept[at & 15] = decide(batch[at])
    const {user, system} = process.cpuUsage(start)
    spent += user + system
    decisions += size
  }
  return (decisions / spent) * 1_000_000
}

/** Each call by itself, on the nanosecond clock. What the clock costs is measured alike, and not taken off. */
function latencies(decide, source, forMs, size) {
  const samples = []
  const until = performance.now() + forMs
  while (performance.now() < until) {
    const batch = source(size)
    for (let at = 0; at < size; at++) {
      const start = process.hrtime.bigint()
      kept[at & 15] = decide(batch[at])
      samples.push(Number(process.hrtime.bigint() - start))
    }
  }
  return Float64Array.from(samples).sort()
}

/** What a decision allocates, from batches in which nothing was collected. */
function allocated(decide, source, size) {
  const each = Array.from({length: 15}, () => {
    const batch = source(size)
    const answers = new Array(size)
    const before = process.memoryUsage().heapUsed
    for (let at = 0; at < size; at++) answers[at] = decide(batch[at])
    return (process.memoryUsage().heapUsed - before) / size
  })
  const grown = each.filter((bytes) => bytes > 0).sort((a, b) => a - b)
  return grown[grown.length >> 1]
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

async function measure() {
  const {load} = await import(path.join(import.meta.dirname, 'subjects', `${asked.subject}.js`))
  const policy = createPolicy(asked)
  const calls = createCalls(policy, asked.called, callCount)
  const subject = await load(policy, asked)
  checkAnswers(subject, calls.slice(0, checked))
  const {decide} = subject
  const source = createSource(calls)
  const first = throughput(decide, source, 50, 8)
  const size = Math.min(batchSize, Math.max(4, Math.ceil(first / 20)))
  warmUp(decide, source, size)
  const perSecond = throughput(decide, source, measuredMs, size)
  const samples = latencies(decide, source, measuredMs, size)
  const clock = latencies(() => undefined, source, 100, batchSize)
  return {
    perSecond,
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
    samples: samples.length,
    clock: percentile(clock, 0.5),
    bytes: allocated(decide, source, size),
  }
}

try {
  console.log(JSON.stringify(await measure()))
} catch (error) {
  console.log(JSON.stringify({error: error.message}))
}
