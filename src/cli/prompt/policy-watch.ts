import {resolve} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {TameError} from '../../errors.js'
import type {LogRecord} from '../../model/log-record.js'
import type {Tame} from '../../model/tame.js'
import {createFileStates, runOnChange} from '../../runtime/file-watch.js'
import {findPolicyFile} from '../../runtime/policy-file.js'
import {processSurroundings} from '../../runtime/surroundings.js'
import {errorText} from '../../ui/text/error.js'
import {validityText} from '../../ui/text/validity.js'
import type {Canvas} from '../../ui/theme.js'
import {mostDecided} from './decided.js'
import {type Redecided, redecidedText} from './redecided.js'
import {settingsOf} from './settings.js'
import type {CommandShell} from './shell.js'

const lookEveryMs = 150

export interface PolicyWatch {
  readonly shell: CommandShell
  readonly canvas: () => Canvas
  readonly tell: (text: string) => void
  readonly signal: AbortSignal
}

/** Whenever the policy is saved: what is wrong with it, and how the last calls are decided by it. */
export async function watchPolicy({shell, canvas, tell, signal}: PolicyWatch): Promise<void> {
  let isFirst = true
  const look = async (note: (file: string) => void): Promise<void> => {
    const isKnown = isFirst
    isFirst = false
    // Whoever types a command waits for the first look: what is saved after that is not missed.
    const settings = await shell.alone(() => noted(shell, note))
    if (isKnown || settings === undefined) return
    await shell.alone(async () => tell(await savedText(shell, settings, canvas())))
  }
  const onError = async (error: unknown): Promise<void> => {
    if (!(error instanceof TameError)) throw error
    tell(errorText(error, canvas()))
  }
  const watching = {
    stateOf: createFileStates(),
    pause: () => setTimeout(lookEveryMs, undefined, {signal, ref: false}),
  }
  await runOnChange(look, onError, watching).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

type Settings = Awaited<ReturnType<typeof settingsOf>>

/** Notes the policy's file; where there is none yet, the one that would be the policy if it were written. */
async function noted(shell: CommandShell, note: (file: string) => void): Promise<Settings | undefined> {
  const here = processSurroundings()
  note(resolve(here.cwd, 'policy.yaml'))
  const settings = await settingsOf(shell.shared)
  if (settings.values.api_url !== null) return undefined
  note(findPolicyFile(settings, here))
  return settings
}

async function savedText(shell: CommandShell, settings: Settings, canvas: Canvas): Promise<string> {
  const {readSavedPolicy} = await import('../../runtime/saved-policy.js')
  const saved = await readSavedPolicy(settings, processSurroundings())
  const {theme} = canvas
  const head = theme.strong(`${saved.shownPath} was saved`)
  const checked = validityText([saved], canvas)
  if (saved.policy === undefined)
    return `${head}\n${checked}\n${theme.warning('Until it is mended, every call is refused')}`
  const redecided = await redecide(shell, settings)
  return [head, checked, ...(redecided.length === 0 ? [] : [redecidedText(redecided, canvas)])].join('\n')
}

/** Where few calls were asked here yet, the last of those that are on the record are looked at as well. */
async function addEarlier({decided}: CommandShell, tame: Tame): Promise<void> {
  if (decided.all.length >= mostDecided) return
  const records: LogRecord[] = []
  for await (const record of tame.logs.list({limit: mostDecided})) records.push(record)
  decided.addEarlier(records)
}

/** Decides the last calls by what is in force now. Nothing is recorded. */
async function redecide(shell: CommandShell, settings: Settings): Promise<readonly Redecided[]> {
  const tame = await shell.lent.lend(settings)
  const redecided: Redecided[] = []
  await addEarlier(shell, tame)
  for (const each of shell.decided.all) {
    const now = await tame.test(each.call)
    redecided.push({was: each.decision, now})
    shell.decided.replace(each, now)
  }
  return redecided
}
