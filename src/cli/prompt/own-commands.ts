import {ExitCode, TameError} from '../../errors.js'
import {type Effect, effects} from '../../model/effect.js'
import {closestName} from '../../model/spelling.js'
import {keyListText} from '../../ui/screens/binding.js'
import {promptKeys} from '../../ui/screens/prompt/keys.js'
import {escaped} from '../../ui/text/escape.js'
import {type Caller, callers} from './shared-words.js'
import {type CommandShell, writeOut} from './shell.js'

export interface OwnCommand {
  readonly name: string
  /** What may follow. */
  readonly usage: string
  readonly summary: string
  readonly run: (shell: CommandShell, args: readonly string[]) => Promise<void> | void
}

/** What the prompt understands besides the commands of tame. */
export const ownCommands: readonly OwnCommand[] = [
  {
    name: 'set',
    usage: 'session|agent|user ID',
    summary: 'Say who calls from now on; alone, show it',
    run: set,
  },
  {name: 'use', usage: 'session|agent|user ID', summary: 'The same', run: set},
  {name: 'unset', usage: 'session|agent|user', summary: 'Leave it to the configuration again', run: unset},
  {
    name: 'explain',
    usage: '[TOOL|LOG_ID]',
    summary: 'Say why the last call was decided so, rule by rule',
    run: explain,
  },
  {name: 'again', usage: '[FLAGS]', summary: 'Decide the last call again', run: again},
  {
    name: 'expect',
    usage: effects.join('|'),
    summary: 'Fail unless the last decision was this one',
    run: expect,
  },
  {
    name: 'keys',
    usage: '',
    summary: 'Show the keys of the prompt',
    run: () => writeOut(`${keyListText(promptKeys)}\n`),
  },
  {name: 'exit', usage: '', summary: 'Leave, as Ctrl-D does', run: leave},
  {name: 'quit', usage: '', summary: 'The same', run: leave},
]

export const ownCommandNamed = (name: string): OwnCommand | undefined =>
  ownCommands.find((command) => command.name === name)

/** The prompt's own command that a line begins with; `--help` after it is asked of tame. */
export const ownCommandOf = ([name = '']: readonly string[]): OwnCommand['run'] | undefined =>
  ownCommandNamed(name)?.run

export function ownCommandsText(): string {
  const left = ownCommands.map(({name, usage}) => `${name} ${usage}`.trimEnd())
  const width = Math.max(...left.map((text) => text.length))
  const rows = ownCommands.map(({summary}, at) => `  ${(left[at] ?? '').padEnd(width)}  ${summary}`)
  return ['AT THE PROMPT', ...rows].join('\n')
}

function set(shell: CommandShell, [key, value, ...more]: readonly string[]): void {
  if (key === undefined) writeOut(`${callersText(shell)}\n`)
  else setCaller(shell, callerOf(key), value, more)
}

function setCaller(
  shell: CommandShell,
  caller: Caller,
  value: string | undefined,
  more: readonly string[],
): void {
  if (value === undefined || value === '' || more.length > 0)
    throw misuse(`set ${caller} needs one value`, [`set ${caller} ID`, `unset ${caller}`])
  shell.shared.set(caller, value)
}

function unset(shell: CommandShell, [key = '', ...more]: readonly string[]): void {
  const caller = callerOf(key)
  if (more.length > 0) throw misuse('unset takes one name', [`unset ${caller}`])
  shell.shared.set(caller, undefined)
}

const callersText = ({shared}: CommandShell): string =>
  callers.map((caller) => `${caller.padEnd(8)} ${shared.valueOf(caller) ?? '- (as configured)'}`).join('\n')

/** `session`, `session_id` and `session-id` are the same. */
function callerOf(typed: string): Caller {
  const name = typed.replace(/[-_]id$/, '')
  const found = callers.find((caller) => caller === name)
  if (found !== undefined) return found
  const meant = closestName(name, callers)
  throw misuse(`"${typed}" can't be set here; ${callers.join(', ')} can`, [
    ...(meant === undefined ? [] : [`set ${meant} ID`]),
    'config set KEY VALUE, for a setting of tame',
  ])
}

async function explain(shell: CommandShell, args: readonly string[]): Promise<void> {
  if (args.some((word) => !word.startsWith('-'))) return shell.runTame(['policy', 'explain', ...args])
  const {call, decision} = lastOf(shell)
  if (decision.logId !== null) return shell.runTame(['policy', 'explain', decision.logId, ...args])
  await shell.runTame(['test', ...wordsOf(call), '--dry-run', '--explain', ...args])
}

async function again(shell: CommandShell, args: readonly string[]): Promise<void> {
  const {call, decision} = lastOf(shell)
  const dryRun = decision.logId === null && !args.includes('--dry-run') ? ['--dry-run'] : []
  await shell.runTame(['test', ...wordsOf(call), ...dryRun, ...args])
}

/** The words that ask for the same call once more. */
function wordsOf({
  tool,
  args,
  metadata,
  sessionId,
  agentId,
  userId,
}: ReturnType<typeof lastOf>['call']): string[] {
  const ids = Object.entries({'session-id': sessionId, 'agent-id': agentId, 'user-id': userId})
  const given = metadata === null || metadata === undefined ? [] : [`--metadata=${JSON.stringify(metadata)}`]
  const named = ids.flatMap(([flag, id]) => (typeof id === 'string' ? [`--${flag}=${id}`] : []))
  return [tool, `--args=${JSON.stringify(args)}`, ...given, ...named]
}

function expect(shell: CommandShell, [typed = '', ...more]: readonly string[]): void {
  const expected = effects.find((effect) => effect === typed)
  if (expected === undefined || more.length > 0)
    throw misuse(`expect needs one of: ${effects.join(', ')}`, choices(typed))
  const {effect, tool, ruleName} = lastOf(shell).decision
  if (effect === expected) {
    process.stderr.write(`✔ ${escaped(tool)} is ${effect}\n`)
    return
  }
  throw new TameError(
    'NOT_AS_EXPECTED',
    `Expected ${expected}, but ${tool} is ${effect} ${byRule(ruleName)}`,
    {
      suggestions: ['explain'],
      exitCode: ExitCode.failed,
    },
  )
}

const byRule = (ruleName: string | null): string => (ruleName === null ? 'by default' : `by ${ruleName}`)

function choices(typed: string): string[] {
  const meant: Effect | undefined = effects.find((effect) => effect === closestName(typed, effects))
  return [`expect ${meant ?? effects[0]}`]
}

function leave(shell: CommandShell): void {
  shell.isLeaving = true
}

function lastOf({decided}: CommandShell): NonNullable<CommandShell['decided']['last']> {
  const {last} = decided
  if (last === undefined)
    throw misuse('No call was decided here yet', ['test TOOL --args ARGS', 'policy explain LOG_ID'])
  return last
}

const misuse = (message: string, suggestions: readonly string[]): TameError =>
  new TameError('USAGE', message, {suggestions, exitCode: ExitCode.misuse})
