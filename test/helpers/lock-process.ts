import {readFileSync} from 'node:fs'
import {setTimeout} from 'node:timers/promises'
import {acquireLock} from '../../src/config/file-lock.js'

/**
 * A process that takes turns in writing a file: `FILE hold` takes one, says so and keeps it; `FILE count` counts in the file,
 * one a turn, until it is killed, and prints a line for each that it counted.
 */
const [file = '', how = 'hold'] = process.argv.slice(2)

async function count(): Promise<void> {
  const lock = await acquireLock(file)
  lock.replace(String(Number(readFileSync(file, 'utf8')) + 1))
  lock.release()
  // Who wanted the next turn in the same moment would mostly have it, and never let the others come to theirs.
  await setTimeout(Math.random() * 10)
  process.stdout.write('counted\n')
}

if (how === 'count') for (;;) await count()
await acquireLock(file)
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
