import {ExitCode, TameError} from '../../errors.js'
import {type Decision, decisionJson} from '../../model/decision.js'
import {type Effect, effects} from '../../model/effect.js'
import {closestName} from '../../model/spelling.js'
import {escaped} from '../../ui/text/escape.js'
import type {AskedCall} from './decided.js'
import {type OwnName, ownCommandNamed} from './own-names.js'
import {type Caller, callers} from './shared-words.js'
import {type CommandShell, writeOut} from './shell.js'

type Run = (shell: CommandShell, args: readonly string[]) => Promise<void> | void

/** The prompt's own command that a line begins with. */
export function ownCommandOf([name = '', next = '']: readonly string[]): Run | undefined {
  const own = ownCommandNamed(name === 'help' ? next : name)
  const isHelp = name === 'help' || ['--help', '-h'].includes(next)
  if (own === undefined) return undefined
  return isHelp ? () => writeOut(`${own.name} ${own.usage}\n  ${own.summary}\n`) : runs[own.name]
}

const runs: Readonly<Record<OwnName, Run>> = {
  set,
  use: set,
  unset,
  explain,
  again,
  expect,
  shortcuts: showKeys,
  exit: leave,
  quit: leave,
}

function set(shell: CommandShell, [key, value, ...more]: readonly string[]): void {
  if (key === undefined || key === '--json') showCallers(shell, key === '--json')
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

function unset(shell: CommandShell, [key, ...more]: readonly string[]): void {
  if (key === undefined)
    throw misuse(
      `unset needs one of: ${callers.join(', ')}`,
      callers.map((each) => `unset ${each}`),
    )
  const caller = callerOf(key)
  if (more.length > 0) throw misuse('unset takes one name', [`unset ${caller}`])
  shell.shared.set(caller, undefined)
}

function showCallers(shell: CommandShell, isJson: boolean): void {
  const {shared} = shell
  const values = Object.fromEntries(callers.map((caller) => [caller, shared.valueOf(caller) ?? null]))
  writeOut(`${isJson ? JSON.stringify(values, null, 2) : callersText(shell)}\n`)
}

const callersText = ({shared}: CommandShell): string =>
  callers
    .map((caller) => `${caller.padEnd(8)} ${escaped(shared.valueOf(caller) ?? '- (as configured)')}`)
    .join('\n')

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
  const {call, decision} = lastDecided(shell)
  if (decision.logId !== null) return shell.runTame(['policy', 'explain', decision.logId, ...args])
  await shell.runTame(['test', ...wordsOf(call), '--dry-run', '--explain', ...args])
}

async function again(shell: CommandShell, args: readonly string[]): Promise<void> {
  const {call, isDryRun} = lastOf(shell)
  const dryRun = isDryRun && !args.includes('--dry-run') ? ['--dry-run'] : []
  await shell.runTame(['test', ...wordsOf(call), ...dryRun, ...args])
}

/** The words that ask for the same call once more. */
function wordsOf({tool, args, metadata, sessionId, agentId, userId}: AskedCall['call']): string[] {
  const ids = Object.entries({'session-id': sessionId, 'agent-id': agentId, 'user-id': userId})
  const given = metadata === null || metadata === undefined ? [] : [`--metadata=${JSON.stringify(metadata)}`]
  const named = ids.flatMap(([flag, id]) => (typeof id === 'string' ? [`--${flag}=${id}`] : []))
  return [tool, `--args=${JSON.stringify(args)}`, ...given, ...named]
}

function expect(shell: CommandShell, args: readonly string[]): void {
  const [typed = '', ...more] = args.filter((word) => word !== '--json')
  const expected = effects.find((effect) => effect === typed)
  if (expected === undefined || more.length > 0)
    throw misuse(`expect needs one of: ${effects.join(', ')}`, choices(typed))
  const {decision} = lastDecided(shell)
  if (decision.effect !== expected) throw notAsExpected(expected, decision)
  if (args.includes('--json')) writeOut(`${JSON.stringify(decisionJson(decision), null, 2)}\n`)
  else process.stderr.write(`✔ ${escaped(decision.tool)} is ${expected}\n`)
}

const notAsExpected = (expected: Effect, {tool, effect, ruleName}: Decision): TameError =>
  new TameError('NOT_AS_EXPECTED', `Expected ${expected}, but ${tool} is ${effect} ${byRule(ruleName)}`, {
    suggestions: ['explain'],
    exitCode: ExitCode.failed,
  })

const byRule = (ruleName: string | null): string => (ruleName === null ? 'by default' : `by ${ruleName}`)

function choices(typed: string): string[] {
  const meant: Effect | undefined = effects.find((effect) => effect === closestName(typed, effects))
  return [`expect ${meant ?? effects[0]}`]
}

async function showKeys(_: CommandShell, args: readonly string[]): Promise<void> {
  const isJson = args.length === 1 && args[0] === '--json'
  if (!isJson) refuseMore('shortcuts', args)
  const [{keyListText}, {promptKeys}] = await Promise.all([
    import('../../ui/screens/binding.js'),
    import('../../ui/screens/prompt/keys.js'),
  ])
  const listed = promptKeys.map(({shown, long}) => ({key: shown, does: long}))
  writeOut(`${isJson ? JSON.stringify(listed, null, 2) : keyListText(promptKeys)}\n`)
}

function leave(shell: CommandShell, args: readonly string[]): void {
  refuseMore('exit', args)
  shell.isLeaving = true
}

/** A word that means nothing here was meant for something else. */
function refuseMore(name: OwnName, args: readonly string[]): void {
  if (args.length > 0) throw misuse(`${name} takes nothing after it, but there is: ${args.join(' ')}`, [name])
}

function lastOf({decided}: CommandShell): AskedCall {
  const {last} = decided
  if (last === undefined)
    throw misuse(decided.hasFailed ? 'The last call could not be asked' : 'No call was decided here yet', [
      'test TOOL --args ARGS',
      'policy explain LOG_ID',
    ])
  return last
}

function lastDecided(shell: CommandShell): AskedCall & {readonly decision: Decision} {
  const {decision, ...last} = lastOf(shell)
  if (decision === undefined) throw misuse(`The last call, of ${last.call.tool}, was not decided`, ['again'])
  return {...last, decision}
}

const misuse = (message: string, suggestions: readonly string[]): TameError =>
  new TameError('USAGE', message, {suggestions, exitCode: ExitCode.misuse})
