import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {createEngine, type EngineTame} from '../engine/engine.js'
import {openSqliteStore} from '../store/sqlite/sqlite-store.js'
import {createIds, RandomDigits} from './ids.js'
import {createNotaries, ledgersDirectory} from './notaries.js'
import {createNotifier} from './notify/create-notifier.js'
import {storeFile} from './store-place.js'
import {version} from './version.js'
import {type PolicyWatchOptions, WatchedPolicy} from './watched-policy.js'

export interface OpenOptions extends Pick<PolicyWatchOptions, 'onPolicy' | 'onProblem' | 'watching'> {
  /** Whether a changed policy comes in force while this is open. */
  readonly isWatching?: boolean
  readonly now?: () => number
  /** The script of a thread for what writes much: see the store. */
  readonly logThread?: string | undefined
  /** Told what is no error of a call, but should be known; otherwise the process warns. */
  readonly onWarning?: (message: string) => void
}

const saltDigits = 32

/** tame in this process, by these settings. Makes nothing on disk before the first call is recorded. */
export function openTame(
  settings: Pick<LoadedConfig, 'values' | 'origins'>,
  here: Surroundings,
  {
    now = Date.now,
    isWatching = false,
    onWarning: warn = warnProcess,
    logThread,
    ...listeners
  }: OpenOptions = {},
): EngineTame {
  const {durability, bypass_mode: bypass, session_id, agent_id, user_id} = settings.values
  const file = storeFile(settings, here)
  const random = new RandomDigits()
  const store = openSqliteStore(file, {durability, logThread})
  const notaries = createNotaries({directory: ledgersDirectory(here), place: file})
  const notifier = createNotifier(settings, here, {now, warn})
  return createEngine({
    ...(notifier && {onAsked: notifier.tell, atEnd: notifier.close}),
    store,
    notaries,
    policies: new WatchedPolicy({settings, here, now, isWatching, ...listeners}),
    now,
    newId: createIds(now, random),
    newSalt: () => random.take(saltDigits),
    schedule,
    hold,
    version,
    bypass,
    caller: {sessionId: session_id, agentId: agent_id, userId: user_id},
  })
}

/** Never what keeps a program from ending. */
const schedule = (afterMs: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, afterMs).unref()
  return () => clearTimeout(timer)
}

/** A person may take an hour, in which nothing else may be under way. */
const hold = (): (() => void) => {
  const timer = setInterval(() => {}, 60_000)
  return () => clearInterval(timer)
}

const warnProcess = (message: string): void => process.emitWarning(message, 'TameWarning')
