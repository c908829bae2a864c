// What a screen holds that has seen many events.
import {openScreen} from './screen.js'

const atOnce = 100
const few = 10_000
const many = 30_000

/** The live log, which keeps the newest 5,000: how much more it holds after many events than after few. */
export async function measureMemory(openTame, place) {
  const tame = await openTame({cwd: place.cwd, apiUrl: null, durability: 'normal'})
  // With little room, so that garbage which nobody has collected yet does not count.
  const env = {...place.env, NODE_OPTIONS: '--max-old-space-size=80'}
  const screen = openScreen({...place, env}, ['logs', '--follow'])
  try {
    await screen.shows('● live')
    const after = async (from, to) => {
      await enforceAll(tame, from, to)
      await screen.shows(`${to - 1}@example.com`)
      return screen.heldMib()
    }
    const fewMib = await after(0, few)
    return {fewMib, manyMib: await after(few, many)}
  } finally {
    await screen.close()
    await tame.close()
  }
}

async function enforceAll(tame, from, to) {
  for (let at = from; at < to; at += atOnce) {
    const calls = Array.from({length: Math.min(atOnce, to - at)}, (_, more) => ({
      tool: 'read_mail',
      args: {of: `${at + more}@example.com`},
      agentId: 'robot',
    }))
    await Promise.all(calls.map((call) => tame.enforce(call)))
  }
}
