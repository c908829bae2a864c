// A program that asks tame for many calls at once, and prints each answer when it has it. Its directory, what to ask and how
// often are its arguments.
import {openTame, TameError} from 'tame'

const {
  cwd,
  durability = 'full',
  callers,
  calls,
  tool,
  sessions,
  args = {},
} = JSON.parse(process.argv[2] ?? '{}')

const tame = await openTame({cwd, durability})

/** Pipes are written to at once: what is printed was answered, whatever comes next. */
const print = (line) => process.stdout.write(`${line}\n`)

async function ask(caller, call) {
  const sessionId = `session ${(caller + call) % sessions}`
  try {
    const {logId, effect} = await tame.enforce({tool, args: {...args, caller, call}, sessionId})
    print(`${logId} ${effect}`)
  } catch (error) {
    print(`refused ${error instanceof TameError ? error.code : error.stack}`)
  }
}

async function run(caller) {
  for (let call = 0; call < calls; call++) await ask(caller, call)
}

print('open')
await Promise.all(Array.from({length: callers}, (_, caller) => run(caller)))
await tame.close().catch((error) => print(`closed with ${error.code}`))
print('closed')
