// From the call in one process to its row on another's screen.
import {setTimeout as sleep} from 'node:timers/promises'
import {openScreen} from './screen.js'
import {openServer} from './server.js'

const warming = 20
const calls = 200
/** Calls come when they come, not when the row before was seen. */
const [leastPauseMs, mostPauseMs] = [10, 50]

export async function measureLatency(openTame, place, {isRemote, screen: args}) {
  const server = isRemote ? await openServer(place) : undefined
  const tame = await openTame({cwd: place.cwd, apiUrl: server?.url ?? null})
  const screen = openScreen(place, [...args, ...(server ? ['--api-url', server.url] : [])])
  try {
    await screen.shows('● live')
    await callAndSee(tame, screen, warming)
    return await callAndSee(tame, screen, calls)
  } finally {
    await screen.close()
    await tame.close()
    await server?.close()
  }
}

async function callAndSee(tame, screen, count) {
  const seen = []
  for (let at = 0; at < count; at++) {
    seen.push(toSee(tame, screen, `${count}-${at}@example.com`))
    await sleep(leastPauseMs + Math.random() * (mostPauseMs - leastPauseMs))
  }
  return Promise.all(seen)
}

async function toSee(tame, screen, to) {
  const shown = screen.shows(`"${to}"`)
  const from = performance.now()
  const {approvalId} = await tame.enforce({tool: 'send_email', args: {to}, agentId: 'robot'})
  const answeredMs = performance.now() - from
  const shownMs = (await shown) - from
  // A queue that only grows would be out of the window soon.
  await tame.approvals.cancel(approvalId, {by: 'robot'})
  return {answeredMs, shownMs}
}
