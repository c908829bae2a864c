// Whole processes on one machine: the server that records, the same one answering a constant, and bare node:http.
import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {load} from './server/load.js'

const here = import.meta.dirname
const executable = path.join(here, '../../bin/run.js')
const warmMs = 1500
const runMs = 4000
const rounds = 3

const policy = `version: "1.0"
rules:
  - {name: system, tools: [read_file], condition: 'under(tool_args.path, "/etc")', action: deny}
  - {name: workspace, tools: [read_file], condition: 'under(tool_args.path, "/work")', action: allow}
`

const call = {
  tool_name: 'read_file',
  tool_args: {path: '/work/report.txt', mode: 'r'},
  session_id: 's',
  agent_id: 'a',
}
const enforce = {path: '/api/v1/enforce', body: call}
const constant = {method: 'GET', path: '/'}

export async function run() {
  const base = mkdtempSync(path.join(tmpdir(), 'tame-bench-'))
  writeFileSync(path.join(base, 'policy.yaml'), policy)
  try {
    const rows = await throughput(base)
    const memory = await memoryOf(base)
    report(rows, memory)
  } finally {
    rmSync(base, {recursive: true, force: true})
  }
}

async function throughput(base) {
  const subjects = [
    {name: 'bare node:http', start: () => startBare(), request: enforce},
    {name: 'tame, a constant', start: () => startTame(base, 'full'), request: constant},
    {name: 'tame, durability normal', start: () => startTame(base, 'normal'), request: enforce},
    {name: 'tame, durability full', start: () => startTame(base, 'full'), request: enforce},
  ]
  const rows = new Map()
  for (let round = 0; round < rounds; round++) {
    for (const {name, start, request} of subjects) {
      const server = await start()
      await load({port: server.port, request, concurrency: 64, ms: warmMs})
      for (const concurrency of [1, 8, 64]) {
        const key = `${name}, ${concurrency} at once`
        const figures = figuresOf(await load({port: server.port, request, concurrency, ms: runMs}))
        const before = rows.get(key)
        if (before === undefined || figures['requests/s'] > before['requests/s']) rows.set(key, figures)
      }
      await server.stop()
    }
  }
  return rows
}

/** What the server holds after some requests, and after very many. */
async function memoryOf(base) {
  const server = await startTame(base, 'normal')
  const after = async (count) => {
    await load({port: server.port, request: enforce, concurrency: 64, count})
    return residentBytes(server.port)
  }
  const few = await after(10_000)
  const many = await after(Number(process.env.BENCH_REQUESTS ?? 1_000_000))
  await server.stop()
  return {few, many, ratio: many / few}
}

async function residentBytes(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])
}

function report(rows, {few, many, ratio}) {
  console.table(Object.fromEntries(rows))
  console.log(
    `memory: ${mib(few)} MiB after 10,000 requests, ${mib(many)} MiB after all; node ${process.version}`,
  )
  const rate = (name) => rows.get(name)['requests/s']
  const p99 = (name) => rows.get(name)['p99 ms']
  const targets = [
    [
      'half of bare node:http at 64, normal',
      rate('tame, durability normal, 64 at once') / rate('bare node:http, 64 at once'),
      'at least',
      0.5,
    ],
    [
      'p99 at 8 against a constant, normal',
      p99('tame, durability normal, 8 at once') / p99('tame, a constant, 8 at once'),
      'at most',
      3,
    ],
    ['memory against that after 10,000', ratio, 'at most', 1.2],
  ]
  for (const [name, figure, is, wanted] of targets) {
    const met = is === 'at least' ? figure >= wanted : figure <= wanted
    console.log(`${met ? 'met   ' : 'MISSED'} ${name}: ${figure.toFixed(2)} (${is} ${wanted})`)
    if (!met) process.exitCode = 1
  }
}

function figuresOf({latencies, elapsedMs}) {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] * 1000) / 1000
  return {'requests/s': Math.round((sorted.length / elapsedMs) * 1000), 'p50 ms': at(0.5), 'p99 ms': at(0.99)}
}

const mib = (bytes) => Math.round(bytes / 1024 / 1024)

const startBare = () => start([path.join(here, 'server/bare.js')], {})

let databases = 0

function startTame(base, durability) {
  const database = path.join(base, `${databases++}.db`)
  const args = ['serve', '--port', '0', '--store', `sqlite:${database}`, '--rate-limit', '1000000']
  return start([executable, ...args], {
    cwd: base,
    env: {PATH: process.env.PATH, HOME: base, TAME_DURABILITY: durability},
  })
}

function start(args, options) {
  const child = spawn(process.execPath, args, {...options, stdio: ['ignore', 'ignore', 'pipe']})
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
      const url = /"url":"([^"]+)"/.exec(said)?.[1]
      if (url !== undefined) resolve({port: Number(new URL(url).port), stop: () => stopped(child)})
    })
    child.on('exit', () => reject(new Error(said)))
  })
}

function stopped(child) {
  child.kill('SIGTERM')
  return new Promise((resolve) => child.on('exit', resolve))
}
