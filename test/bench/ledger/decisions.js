// Recorded decisions beside the bare floor, in turns in one process: what else the machine does hits both alike.
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {openFloor} from './floor.js'
import {enforce, openSubject} from './subject.js'

const rounds = 15
/** So many calls before it is timed: V8 goes on to compile what is called often. */
const warmingCalls = 8000

/** `sessions`: to how many the calls belong; 0 for calls of none. */
const rows = ['full', 'normal'].flatMap((durability) => [
  // The target speaks of a durable insert; its floor has no sessions.
  {durability, inFlight: 1, sessions: 0, count: 400, ...(durability === 'full' && {target: 1 / 1.3})},
  {durability, inFlight: 16, sessions: 0, count: 3200},
  {durability, inFlight: 256, sessions: 0, count: 12_800, target: 0.6},
  {durability, inFlight: 256, sessions: 16, count: 12_800},
  {durability, inFlight: 256, sessions: 256, count: 12_800},
])

export async function measureDecisions(tame, folder) {
  const sizes = await sizesOf(tame, path.join(folder, 'sizes'))
  const measured = []
  for (const [at, row] of rows.entries())
    measured.push(await measureRow(tame, path.join(folder, `row-${at}`), row, sizes))
  return measured
}

/** How many bytes of a call are in its body and its content. */
async function sizesOf(tame, directory) {
  mkdirSync(directory)
  const subject = openSubject(tame, directory, 'normal')
  await enforce(subject, {count: 1000, inFlight: 100, sessions: 0})
  await subject.close()
  const store = tame.openSqliteStore(path.join(directory, '.tame', 'tame.db'))
  const bytes = {body: 0, content: 0}
  let count = 0
  for await (const {kind, body, content} of store.entries()) {
    if (kind !== 'decision') continue
    bytes.body += Buffer.byteLength(body)
    bytes.content += Buffer.byteLength(content)
    count++
  }
  await store.close()
  return {body: Math.round(bytes.body / count), content: Math.round(bytes.content / count)}
}

async function measureRow(tame, directory, row, sizes) {
  mkdirSync(directory)
  const floor = await openFloor(tame, directory, row.durability, sizes)
  const subject = openSubject(tame, directory, row.durability)
  const turns = {
    floor: async () => floor.insert(row.count, row.inFlight),
    tame: () => enforce(subject, row),
  }
  const times = {floor: [], tame: []}
  const warming = Math.max(2, Math.ceil(warmingCalls / row.count))
  for (let round = -warming; round < rounds; round++) {
    for (const [name, turn] of Object.entries(turns)) {
      const spent = await timed(turn)
      if (round >= 0) times[name].push({wall: spent.wall / row.count, cpu: spent.cpu / row.count})
    }
  }
  floor.close()
  await subject.close()
  return {...row, ...compared(times)}
}

export async function timed(turn) {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  await turn()
  const wall = (performance.now() - start) * 1000
  const {user, system} = process.cpuUsage(cpu)
  return {wall, cpu: user + system}
}

/** Of the pairs the middle one: a turn that the machine was taken from is not the rule. */
function compared({floor, tame}) {
  const ratioOf = (key) => median(floor.map((each, at) => each[key] / tame[at][key]))
  return {
    floorUs: median(floor.map(({wall}) => wall)),
    tameUs: median(tame.map(({wall}) => wall)),
    floorCpuUs: median(floor.map(({cpu}) => cpu)),
    tameCpuUs: median(tame.map(({cpu}) => cpu)),
    ratio: ratioOf('wall'),
    cpuRatio: ratioOf('cpu'),
  }
}

export const median = (figures) => figures.toSorted((a, b) => a - b)[figures.length >> 1]
