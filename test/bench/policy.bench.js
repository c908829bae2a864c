// Decisions with their whole result object: tame at growing policies, and beside others' engines on the same policy.
// What is measured, how, and what came out: README.md beside this file.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {installPeers, peers} from './policy/peers.js'
import {judge} from './policy/targets.js'

const here = import.meta.dirname
const rounds = 5
/** A subject as slow as this is measured once: no noise turns that verdict. */
const slowPerSecond = 100_000
const longestMs = 180_000
const sizes = [10, 100, 1000, 10_000]

/** `called`: how many of the policy's tools the calls go to; each has two rules, so five are all of the smallest policy. */
const subjects = [
  ...sizes.map((rules) => ({subject: 'tame', rules, called: 5})),
  ...sizes.slice(1).map((rules) => ({subject: 'tame', rules, called: 'all'})),
  ...sizes.map((rules) => ({subject: 'tame', rules, called: 5, unnamed: 20})),
  ...sizes.slice(1).map((rules) => ({subject: 'tame', rules, called: 'all', unnamed: 20})),
  ...peers.flatMap(({subject}) => sizes.map((rules) => ({subject, rules, called: 'all'}))),
]

export async function run() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tame-bench-'))
  try {
    const built = await bundle(folder)
    installPeers()
    const rows = judge(measureAll(built))
    print(rows)
    if (rows.some(({verdict}) => verdict !== '' && verdict !== 'met')) process.exitCode = 1
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function bundle(folder) {
  const file = path.join(folder, 'tame.js')
  const bundler = await rolldown({
    input: path.join(here, 'policy', 'library.js'),
    platform: 'node',
    resolve: {extensionAlias: {'.js': ['.ts', '.js']}},
  })
  await bundler.write({file, format: 'esm'})
  await bundler.close()
  return file
}

/** Round after round and not subject after subject: a slow minute of the machine then hits all of them. */
function measureAll(built) {
  const measured = subjects.map((row) => ({...row, figures: []}))
  for (let round = 1; round <= rounds; round++) {
    for (const [at, {figures, ...row}] of measured.entries()) {
      if (isSettled(figures)) continue
      console.error(`round ${round} of ${rounds}, ${at + 1} of ${measured.length}: ${nameOf(row)}`)
      figures.push(measure({...row, built}))
    }
  }
  return measured.map(({figures, ...row}) => ({...row, ...bestOf(figures)}))
}

/** What could not be measured once won't be by trying again. */
const isSettled = ([first]) =>
  first !== undefined && (first.error !== undefined || first.perSecond < slowPerSecond)

function measure(row) {
  const {status, stdout, stderr, error} = spawnSync(
    process.execPath,
    [path.join(here, 'policy/measure.js')],
    {
      input: JSON.stringify(row),
      encoding: 'utf8',
      timeout: longestMs,
    },
  )
  if (error) return {error: error.message}
  return status === 0 ? JSON.parse(stdout) : {error: stderr.trim().split('\n')[0] || `exit ${status}`}
}

/** Other processes on the machine only ever take time: the best round is the nearest to the truth. The median is shown too. */
function bestOf(figures) {
  const {error} = figures[0]
  if (error !== undefined) return {error}
  const of = (key) => figures.map((each) => each[key]).sort((a, b) => a - b)
  return {
    perSecond: of('perSecond').at(-1),
    medianPerSecond: of('perSecond')[figures.length >> 1],
    p50: of('p50')[0],
    p99: of('p99')[0],
    clock: of('clock')[0],
    bytes: of('bytes')[figures.length >> 1],
  }
}

function print(rows) {
  console.table(Object.fromEntries(rows.map((row) => [nameOf(row), tableRow(row)])))
  for (const row of rows.filter(({error}) => error !== undefined)) {
    console.log(`not measured: ${nameOf(row)}: ${row.error}`)
  }
  const clock = Math.min(...rows.map((row) => row.clock ?? Number.POSITIVE_INFINITY))
  console.log(
    `best (and median) of ${rounds} processes each, of one where it is slower than ${slowPerSecond}/s; node ${process.version}`,
  )
  console.log(`p50 and p99 include ${clock} ns that reading the clock takes`)
}

const nameOf = ({subject, rules, unnamed, called}) =>
  `${subject}: ${rules}${unnamed ? ` + ${unnamed}` : ''} rules, ${called === 'all' ? rules / 2 : called} tools called`

function tableRow({error, target, ratio, verdict, ...figures}) {
  if (error !== undefined) return {'decisions/s': 'not measured', target, ratio, verdict}
  return {
    'decisions/s': Math.round(figures.perSecond),
    median: Math.round(figures.medianPerSecond),
    'p50 µs': microseconds(figures.p50),
    'p99 µs': microseconds(figures.p99),
    bytes: Math.round(figures.bytes),
    target,
    ratio,
    verdict,
  }
}

const microseconds = (ns) => Math.round(ns / 10) / 100
