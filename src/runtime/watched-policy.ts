import {setTimeout} from 'node:timers/promises'
import type {Surroundings} from '../config/layer.js'
import type {LoadedConfig} from '../config/load.js'
import {reasonOf} from '../disk/reasons.js'
import {replaceFile} from '../disk/replace-file.js'
import type {PolicySupply, SuppliedPolicy} from '../engine/policy-supply.js'
import {TameError} from '../errors.js'
import {readPolicyCached} from './cached-policy.js'
import {createFileStates, runOnChange, stateOf, type Watching} from './file-watch.js'
import {findPolicyFile, readTextFile, shownPath} from './policy-file.js'
import {refuseUnsound} from './sound-policy.js'

export interface PolicyWatchOptions {
  readonly settings: Pick<LoadedConfig, 'values' | 'origins'>
  readonly here: Surroundings
  readonly now: () => number
  /** Whether a changed file comes in force; without, the first policy stays. */
  readonly isWatching: boolean
  /** Told what keeps a changed file from coming in force. */
  readonly onProblem?: ((problem: TameError) => void) | undefined
  /** Told of each policy that comes in force. */
  readonly onPolicy?: ((policy: SuppliedPolicy) => void) | undefined
  readonly watching?: Watching | undefined
}

const lookEveryMs = 150
const mostTries = 5

/** The policy of a file, read at the first question; then, if wanted, whenever the file is another. */
export class WatchedPolicy implements PolicySupply {
  problem: TameError | undefined
  private inForce: SuppliedPolicy | undefined
  private loading: Promise<SuppliedPolicy> | undefined
  /** Of the watching, since it began. */
  private ending: AbortController | undefined
  private isClosed = false

  private readonly watching: Watching

  constructor(private readonly options: PolicyWatchOptions) {
    this.watching = options.watching ?? {
      stateOf: options.isWatching ? createFileStates() : stateOf,
      // Never what keeps a program from ending.
      pause: () =>
        setTimeout(lookEveryMs, undefined, {ref: false, ...(this.ending && {signal: this.ending.signal})}),
    }
  }

  async current(): Promise<SuppliedPolicy> {
    if (this.inForce !== undefined) return this.inForce
    this.loading ??= this.load().finally(() => {
      this.loading = undefined
    })
    return this.loading
  }

  async reload(): Promise<SuppliedPolicy> {
    try {
      const {settings, here} = this.options
      this.put(await this.read(findPolicyFile(settings, here)))
    } catch (error) {
      this.refuse(error)
      throw error
    }
    return this.current()
  }

  async replace(text: string): Promise<SuppliedPolicy> {
    const {settings, here} = this.options
    const path = findPolicyFile(settings, here)
    try {
      replaceFile(path, text)
    } catch (cause) {
      throw unwritable(path, cause)
    }
    return this.reload()
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.ending?.abort()
  }

  private async load(): Promise<SuppliedPolicy> {
    const {settings, here} = this.options
    const path = findPolicyFile(settings, here)
    const before = this.watching.stateOf(path)
    const policy = await this.read(path)
    this.put(policy)
    if (this.options.isWatching) this.watch(path, before)
    return policy
  }

  private async read(path: string): Promise<SuppliedPolicy> {
    const {here, now} = this.options
    for (let tries = 1; ; tries++) {
      const before = this.watching.stateOf(path)
      const text = await readTextFile(path)
      const found = await readPolicyCached(shownPath(path, here), text, here)
      // A file that is written meanwhile may be read up to the middle, where the rules that deny are still missing.
      if (before === this.watching.stateOf(path))
        return {policy: refuseUnsound(found), text, source: path, loadedAtMs: now()}
      if (tries === mostTries) throw unsettled(path)
    }
  }

  private put(supplied: SuppliedPolicy): void {
    this.problem = undefined
    if (this.inForce?.policy.hash === supplied.policy.hash) return
    this.inForce = supplied
    const {onPolicy} = this.options
    // By itself: what the listener does wrong is no fault of the policy.
    if (onPolicy !== undefined) queueMicrotask(() => onPolicy(supplied))
  }

  private watch(first: string, stateThen: string): void {
    if (this.isClosed || this.ending !== undefined) return
    this.ending = new AbortController()
    let isFirst = true
    const {stateOf, pause} = this.watching
    // The file as it was before it was read: what was written since then must not be missed.
    const watching = {
      stateOf: (file: string): string => {
        if (!isFirst) return stateOf(file)
        isFirst = false
        return stateThen
      },
      pause,
    }
    let isRead = true
    runOnChange(
      async (note) => {
        if (isRead) note(first)
        else await this.readAgain(note)
        isRead = false
      },
      async (error) => this.refuse(error),
      watching,
    ).catch((error: unknown) => this.ended(error))
  }

  private async readAgain(note: (file: string) => void): Promise<void> {
    const {settings, here} = this.options
    const path = findPolicyFile(settings, here)
    note(path)
    this.put(await this.read(path))
  }

  /** The old policy stays: a broken one must not let anything through, nor stop everything. */
  private refuse(error: unknown): void {
    const problem = error instanceof TameError ? error : unforeseen(error)
    this.problem = problem
    const {onProblem} = this.options
    if (onProblem !== undefined) queueMicrotask(() => onProblem(problem))
  }

  /** Closing ends it. Anything else must not pass in silence: the policy would never change again. */
  private ended(error: unknown): void {
    if (!this.isClosed) this.refuse(error)
  }
}

const unwritable = (path: string, cause: unknown): TameError =>
  new TameError('POLICY_UNWRITABLE', `The policy ${path} can’t be written: ${reasonOf(cause)}`, {
    cause,
    suggestions: [`ls -l ${path}`],
  })

const unsettled = (path: string): TameError =>
  new TameError('POLICY_UNSETTLED', `The policy ${path} was written to while it was read, again and again`, {
    suggestions: ['Write it to another file, and rename that'],
  })

const unforeseen = (error: unknown): TameError =>
  new TameError('POLICY_NOT_WATCHED', error instanceof Error ? error.message : String(error), {
    cause: error,
    suggestions: ['tame policy validate'],
  })
