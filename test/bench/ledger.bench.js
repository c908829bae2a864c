// Recorded decisions beside the bare floor, and what a long record costs. What is measured, how, and what came out: README.md
// beside this file.
import {mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {measureDecisions} from './ledger/decisions.js'
import {measureGrowth} from './ledger/growth.js'

const here = import.meta.dirname

export async function run() {
  // On the disk that the repository is on: what lies in memory would be flushed for nothing.
  const folder = mkdtempSync(path.join(here, '.ledger-'))
  try {
    const tame = await bundle(folder)
    const decisions = await measureDecisions(tame, folder)
    printDecisions(decisions)
    const growth = await measureGrowth(tame, folder, (what) => console.error(what))
    console.table(growth.map((row) => ({...row, figure: rounded(row.figure), verdict: verdictOf(row)})))
    if ([...decisions, ...growth].some((row) => verdictOf(row) === 'MISSED')) process.exitCode = 1
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function bundle(folder) {
  const bundler = await rolldown({
    input: path.join(here, 'ledger', 'library.js'),
    platform: 'node',
    external: ['@photostructure/sqlite'],
    resolve: {extensionAlias: {'.js': ['.ts', '.js']}},
  })
  await bundler.write({dir: folder, entryFileNames: 'tame.js', format: 'esm'})
  await bundler.close()
  return import(path.join(folder, 'tame.js'))
}

function printDecisions(rows) {
  const named = rows.map(({durability, inFlight, sessions, ...row}) => [
    `${durability}, ${inFlight} in flight, ${sessions === 0 ? 'no' : sessions} sessions`,
    {
      'floor µs': rounded(row.floorUs),
      'tame µs': rounded(row.tameUs),
      'decisions/s': Math.round(1_000_000 / row.tameUs),
      'floor cpu µs': rounded(row.floorCpuUs),
      'tame cpu µs': rounded(row.tameCpuUs),
      'of the floor': rounded(row.ratio),
      'by cpu': rounded(row.cpuRatio),
      'at least': row.target === undefined ? '' : rounded(row.target),
      verdict: verdictOf({figure: row.ratio, atLeast: row.target}),
    },
  ])
  console.table(Object.fromEntries(named))
  console.log(`medians of pairs of turns in one process; node ${process.version}`)
}

function verdictOf({figure, ratio, target, atLeast}) {
  if (ratio !== undefined) return verdictOf({figure: ratio, atLeast: target})
  if (target === undefined && atLeast === undefined) return ''
  const isMet = (target === undefined || figure <= target) && (atLeast === undefined || figure >= atLeast)
  return isMet ? 'met' : 'MISSED'
}

const rounded = (figure) => (figure > 1000 ? Math.round(figure) : Math.round(figure * 100) / 100)
