import {onTestFinished} from 'vitest'
import type {EngineTame} from '../../src/engine/engine.js'
import type {Tame} from '../../src/model/tame.js'
import {type PolicyWatchOptions, WatchedPolicy} from '../../src/runtime/watched-policy.js'
import {createEnginePlace, type EnginePlace} from './engine-place.js'

/** A place whose store is opened anew for each question: what one has answered, the next one finds in the file or not at all. */
export function createReopenedPlace(policy: string): EnginePlace {
  const place = createEnginePlace(policy)
  return {
    ...place,
    open({onPolicy, onProblem, ...options} = {}) {
      const policies = new LastingPolicy({...policyPlace(place), isWatching: true, onPolicy, onProblem})
      onTestFinished(() => policies.end())
      // What it has beyond a tame, nobody asks it for here.
      return new Reopening(() => place.open({policies, ...options})).tame as EngineTame
    },
  }
}

function policyPlace({directory, policyFile, clock}: EnginePlace): Omit<PolicyWatchOptions, 'isWatching'> {
  const settings = {values: {policy: policyFile}, origins: {policy: {kind: 'flag'}}}
  return {
    settings: settings as PolicyWatchOptions['settings'],
    here: {cwd: directory, home: directory, env: {}, owners: undefined},
    now: () => clock.nowMs,
  }
}

/** The policy in force is in no store: where its file is not sound any more, it stays in force from one engine to the next. */
class LastingPolicy extends WatchedPolicy {
  override async close(): Promise<void> {}

  end(): Promise<void> {
    return super.close()
  }
}

/** An engine that is asked one question; another one takes the next. */
interface Opened {
  readonly tame: Tame
  asked: number
  isOver: boolean
}

class Reopening {
  readonly tame: Tame
  private opened: Opened
  private isClosed = false

  constructor(private readonly open: () => Tame) {
    this.opened = this.another()
    this.tame = this.asking([]) as Tame
  }

  /** Stands for a tame, or for a part of it. */
  private asking(path: readonly PropertyKey[]): object {
    return new Proxy(() => {}, {
      get: (_, key) => (key === 'then' ? undefined : this.asking([...path, key])),
      apply: (_, __, given: unknown[]) => this.ask(path, given),
    })
  }

  private ask(path: readonly PropertyKey[], given: unknown[]): unknown {
    const isLast = path[0] === 'close' || path[0] === Symbol.asyncDispose
    if (!this.isClosed && !isLast) this.turn()
    this.isClosed ||= isLast
    const {opened} = this
    const [method, owner] = methodAt(opened.tame, path)
    const answer: unknown = method.apply(owner, given)
    opened.asked++
    return isIterable(answer) ? untilRead(opened, answer) : untilSettled(opened, answer as Promise<unknown>)
  }

  private turn(): void {
    const before = this.opened
    this.opened = this.another()
    before.isOver = true
    endIfThrough(before)
  }

  private another(): Opened {
    return {tame: this.open(), asked: 0, isOver: false}
  }
}

async function untilSettled(opened: Opened, answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } finally {
    opened.asked--
    endIfThrough(opened)
  }
}

async function* untilRead(opened: Opened, items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* items
  } finally {
    opened.asked--
    endIfThrough(opened)
  }
}

function endIfThrough({tame, asked, isOver}: Opened): void {
  if (isOver && asked === 0) tame.close().catch(() => {})
}

type Method = (...given: unknown[]) => unknown

function methodAt(tame: Tame, path: readonly PropertyKey[]): [Method, unknown] {
  let owner: unknown
  let found: unknown = tame
  for (const key of path) {
    owner = found
    found = (owner as Record<PropertyKey, unknown>)[key]
  }
  return [found as Method, owner]
}

const isIterable = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
