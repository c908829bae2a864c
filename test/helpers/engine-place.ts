import {mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {onTestFinished} from 'vitest'
import {createEngine, type EngineOptions, type EngineTame} from '../../src/engine/engine.js'
import type {Tame} from '../../src/model/tame.js'
import {createIds, RandomDigits} from '../../src/runtime/ids.js'
import {createNotaries} from '../../src/runtime/notaries.js'
import {type PolicyWatchOptions, WatchedPolicy} from '../../src/runtime/watched-policy.js'
import {openSqliteStore} from '../../src/store/sqlite/sqlite-store.js'
import type {Store} from '../../src/store/store.js'

/** A clock that a test moves by hand. */
interface Clock {
  nowMs: number
}

/** A directory with a policy and room for a ledger, gone when the test is over. */
export interface EnginePlace {
  readonly directory: string
  readonly policyFile: string
  readonly databaseFile: string
  /** Where the ledger's key lies, and the checkpoint that is kept outside. */
  readonly keyDirectory: string
  readonly clock: Clock
  /** Puts another text in the policy's place, whole. */
  writePolicy(text: string): void
  /** As each process opens it: any number of engines may share the place. */
  open(options?: OpenOptions): EngineTame
  /** A person needs no key here. */
  person(name: string): Tame
  openStore(): Store
}

type Settings = PolicyWatchOptions['settings']
type Listeners = Partial<Pick<PolicyWatchOptions, 'onPolicy' | 'onProblem'>>
type OpenOptions = Partial<
  Pick<
    EngineOptions,
    'store' | 'notaries' | 'schedule' | 'hold' | 'onAsked' | 'atEnd' | 'bypass' | 'caller' | 'policies'
  >
> &
  Listeners

/** 2026-11-20T10:00:00Z. */
const noonMs = 1_795_168_800_000

export function createEnginePlace(policy: string): EnginePlace {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'tame-engine-')))
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}))
  const policyFile = path.join(directory, 'policy.yaml')
  const databaseFile = path.join(directory, 'state', 'tame.db')
  const clock = {nowMs: noonMs}
  const now = (): number => clock.nowMs
  const random = new RandomDigits()
  const openStore = (): Store => openSqliteStore(databaseFile)
  const writePolicy = (text: string): void => {
    writeFileSync(`${policyFile}.new`, text)
    renameSync(`${policyFile}.new`, policyFile)
  }
  writePolicy(policy)
  const settings = {values: {policy: policyFile}, origins: {policy: {kind: 'flag'}}} as Settings
  const here = {cwd: directory, home: directory, env: {}, owners: undefined}
  const keyDirectory = path.join(directory, 'keys')
  const open = ({onPolicy, onProblem, ...options}: OpenOptions = {}): EngineTame => {
    const {store = openStore(), notaries = createNotaries({directory: keyDirectory, place: databaseFile})} =
      options
    const tame = createEngine({
      store,
      notaries,
      policies: new WatchedPolicy({settings, here, now, isWatching: true, onPolicy, onProblem}),
      schedule: () => () => {},
      now,
      newId: createIds(now, random),
      newSalt: () => random.take(32),
      version: '1.2.3',
      ...options,
    })
    // One that can't be closed well is the business of a test that closes it.
    onTestFinished(() => tame.close().catch(() => undefined))
    return tame
  }
  const person = (): Tame => open()
  return {directory, policyFile, databaseFile, keyDirectory, clock, writePolicy, open, person, openStore}
}
