// What the server holds after few requests and after very many.
import {setTimeout} from 'node:timers/promises'
import {load} from './load.js'
import {startTame} from './processes.js'

const few = 10_000
const wanted = 1_000_000
const atOnce = 64
const mostMs = 110_000
const tellEveryMs = 5000
/** So many at a time: their latencies are thrown away, and the clock is looked at. */
const portion = 10_000

/** After few requests memory depends on whether V8 has let its young space grow just then: the median of so many servers counts. */
const servers = 5

/** By then a server has signed what it recorded first, which takes some memory once. */
const signedMs = 1500

/** Of so many portions at the end the least counts: what waits for the garbage collector comes and goes, and is not held. */
const lastPortions = 10

/** With fewer requests than the target speaks of, because of BENCH_REQUESTS or of the time, `isWhole` is false. */
export async function measureMemory(folder, request, tell) {
  const count = Number(process.env.BENCH_REQUESTS ?? wanted)
  const earlier = []
  for (let at = 1; at < servers; at++) {
    const {bytes, stop} = await afterFew(folder, request)
    earlier.push(bytes)
    await stop()
  }
  const {port, stop, bytes: ownBytes} = await afterFew(folder, request)
  const fewBytes = [...earlier, ownBytes].sort((a, b) => a - b)[Math.floor(servers / 2)]
  const {asked, bytes} = await askUntil({port, request, count, tell})
  await stop()
  const [leastBytes, mostBytes] = [Math.min(...bytes), Math.max(...bytes)]
  return {
    few,
    asked,
    fewBytes,
    leastBytes,
    mostBytes,
    ratio: leastBytes / fewBytes,
    wanted,
    isWhole: asked >= wanted,
  }
}

async function afterFew(folder, request) {
  const {port, stop} = await startTame(folder, 'normal')
  await load({port, request, concurrency: atOnce, count: few})
  await setTimeout(signedMs)
  return {port, stop, bytes: await residentBytes(port)}
}

async function askUntil({port, request, count, tell}) {
  const start = performance.now()
  let toldMs = 0
  let asked = 0
  let bytes = []
  for (let ms = 0; asked < count && ms < mostMs; ms = performance.now() - start) {
    await load({port, request, concurrency: atOnce, count: Math.min(portion, count - asked)})
    asked += Math.min(portion, count - asked)
    bytes = [...bytes, await residentBytes(port)].slice(-lastPortions)
    if (ms - toldMs < tellEveryMs) continue
    toldMs = ms
    tell(`memory: ${asked.toLocaleString('en')} of ${count.toLocaleString('en')} requests`)
  }
  return {asked, bytes}
}

async function residentBytes(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])
}
