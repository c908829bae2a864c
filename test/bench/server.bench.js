// Whole processes on one machine: the server that records, the same one answering a constant, and bare node:http.
// What is measured, how, and what came out: README.md beside this file.
import {mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import {measureMemory} from './server/memory.js'
import {measureThroughput, ratioOf, rowsOf} from './server/throughput.js'

const here = import.meta.dirname

const enforce = {
  path: '/api/v1/enforce',
  body: {
    tool_name: 'read_file',
    tool_args: {path: '/work/report.txt', mode: 'r'},
    session_id: 's',
    agent_id: 'a',
  },
}

export async function run() {
  // On the disk that the repository is on: what lies in memory would be flushed for nothing.
  const folder = mkdtempSync(path.join(here, '.server-'))
  const tell = (what) => console.error(what)
  try {
    const turns = await measureThroughput(folder, enforce, tell)
    printThroughput(turns)
    const memory = await measureMemory(folder, enforce, tell)
    printMemory(memory)
    judge([...throughputTargets(turns), memoryTarget(memory)])
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function printThroughput(turns) {
  const named = rowsOf(turns).map(({name, perSecond, p50Ms, p99Ms}) => [
    name,
    {'requests/s': Math.round(perSecond), 'p50 ms': p50Ms.toFixed(3), 'p99 ms': p99Ms.toFixed(3)},
  ])
  console.table(Object.fromEntries(named))
  console.log(`medians of rounds in turn; node ${process.version}`)
}

function printMemory({few, fewBytes, asked, leastBytes, mostBytes}) {
  const [after, least, most] = [fewBytes, leastBytes, mostBytes].map((bytes) =>
    Math.round(bytes / 1024 / 1024),
  )
  const counts = [few, asked].map((count) => count.toLocaleString('en'))
  console.log(
    `memory: ${after} MiB after ${counts[0]} requests; at the end of ${counts[1]} more, ${least} to ${most} MiB`,
  )
}

const throughputTargets = (turns) => [
  {
    name: 'requests/s of bare node:http, 64 at once, normal',
    figure: ratioOf(turns, 'tame, durability normal', {to: 'bare node:http', at: 64, of: 'perSecond'}),
    atLeast: 0.5,
  },
  {
    name: 'p99 of that of a constant, 8 at once, normal',
    figure: ratioOf(turns, 'tame, durability normal', {to: 'tame, a constant', at: 8, of: 'p99Ms'}),
    atMost: 3,
  },
]

const memoryTarget = ({ratio, wanted, isWhole}) => ({
  name: `memory after ${wanted.toLocaleString('en')} requests of that after few`,
  figure: ratio,
  atMost: 1.2,
  isMeasured: isWhole,
})

/** A target that was not measured is not met either. */
function judge(targets) {
  for (const {
    name,
    figure,
    atLeast = Number.NEGATIVE_INFINITY,
    atMost = Number.POSITIVE_INFINITY,
    isMeasured = true,
  } of targets) {
    const isMet = figure >= atLeast && figure <= atMost
    const verdict = isMeasured ? (isMet ? 'met' : 'MISSED') : 'not measured'
    const target = Number.isFinite(atLeast) ? `≥ ${atLeast}` : `≤ ${atMost}`
    console.log(`${verdict.padEnd(12)} ${name}: ${figure.toFixed(2)} (${target})`)
    if (verdict !== 'met') process.exitCode = 1
  }
}
