// What a long record costs: a decision on a million entries and in a session of a hundred thousand calls beside one on an empty
// ledger; then looking at all of it, and at the end of it.
import {spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {median, timed} from './decisions.js'
import {configHome, enforce, openSubject, policyText} from './subject.js'

const rounds = 15
const entries = 1_000_000
const sessionCalls = 100_000
const executable = path.join(import.meta.dirname, '../../../bin/run.js')

export async function measureGrowth(tame, folder, say) {
  const [full, empty] = ['million', 'empty'].map((name) => path.join(folder, name))
  for (const each of [full, empty]) {
    mkdirSync(path.join(each, '.git'), {recursive: true})
    mkdirSync(path.join(each, 'home'))
    mkdirSync(path.join(each, '.tame'))
    writeFileSync(path.join(each, 'policy.yaml'), policyText)
  }
  const grown = openSubject(tame, full, 'normal')
  say(`${entries} entries`)
  await enforce(grown, {count: sessionCalls, inFlight: 256, sessions: 1})
  await enforce(grown, {count: entries - sessionCalls - 2, inFlight: 256, sessions: 1000})
  const fresh = openSubject(tame, empty, 'normal')
  await enforce(fresh, {count: 998, inFlight: 256, sessions: 0})
  say('decisions on them')
  const grownCost = await inTurns(grown, fresh, {count: 6400, inFlight: 256, sessions: 16}, 16)
  const sessionCost = await inTurns(grown, fresh, {count: 6400, inFlight: 256, sessions: 1}, 1)
  await Promise.all([grown, fresh].map((each) => each.close()))
  say('audit verify')
  const verified = verify(full)
  say('tame logs, tame test')
  return [
    {what: 'a decision on 1,000,000 entries ÷ on few', figure: grownCost, target: 1.2},
    {what: 'a call of a session of 100,000 ÷ of a new one', figure: sessionCost, target: 1.2},
    {what: 'audit verify, entries a second', figure: verified.perSecond, atLeast: 100_000},
    {what: 'its memory, MiB', figure: verified.memory},
    {
      what: 'tame logs --limit 50 on 1,000,000 ÷ on 1,000',
      figure: pairs(logs(full), logs(empty)),
      target: 1.3,
    },
    {what: 'tame test ÷ node -e 0', figure: pairs(test(empty), bare), target: 2.6},
  ]
}

/** Few calls of new sessions against as many of the old ones. */
async function inTurns(grown, fresh, work) {
  const ratios = []
  for (let round = -2; round < rounds; round++) {
    const [long, short] = [await timed(() => enforce(grown, work)), await timed(() => enforce(fresh, work))]
    if (round >= 0) ratios.push(long.cpu / short.cpu)
  }
  return median(ratios)
}

function verify(directory) {
  const start = performance.now()
  const {stdout, stderr} = run(directory, ['--import', tellMemory, executable, 'audit', 'verify', '--json'])
  const seconds = (performance.now() - start) / 1000
  const {ok, entries: found} = JSON.parse(stdout)
  if (!ok) throw new Error(`The ledger of the benchmark does not verify: ${stdout}`)
  return {perSecond: found / seconds, memory: Number(/most (\d+)/.exec(stderr)?.[1]) / 1024}
}

const tellMemory =
  "data:text/javascript,process.on('exit', () => process._rawDebug('most', process.resourceUsage().maxRSS))"

const bare = () => run(tmpdir(), ['-e', '0'])
const logs = (directory) => () => run(directory, [executable, 'logs', '--limit', '50', '--json'])
const test = (directory) => () =>
  run(directory, [executable, 'test', 'tool_1', '--args', 'amount=5', '--session-id', 'cli', '--json'])

/** How long one takes in units of the other, run in turns. */
function pairs(one, other) {
  const timeOf = (turn) => {
    const start = performance.now()
    turn()
    return performance.now() - start
  }
  const ratios = []
  for (let round = -2; round < rounds; round++) {
    const ratio = timeOf(one) / timeOf(other)
    if (round >= 0) ratios.push(ratio)
  }
  return median(ratios)
}

/** Nothing else of the environment: it would cost bare node more than tame's whole start. */
function run(directory, args) {
  const env = {
    PATH: process.env.PATH,
    HOME: path.join(directory, 'home'),
    XDG_CONFIG_HOME: configHome(directory),
    XDG_CACHE_HOME: path.join(directory, 'cache'),
    TAME_DURABILITY: 'normal',
  }
  const {status, stdout, stderr} = spawnSync(process.execPath, args, {
    cwd: directory,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`)
  return {stdout, stderr}
}
