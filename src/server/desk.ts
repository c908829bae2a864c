import type {OperationName, Operations} from '../api/operations.js'
import type {Keyring} from '../engine/keys/keyring.js'
import type {Status} from '../model/status.js'
import type {Tame} from '../model/tame.js'
import type {Answer} from './answer.js'
import type {Caller} from './caller.js'
import type {Descriptions} from './descriptions.js'
import type {Followers} from './follow/followers.js'
import type {ListTurns} from './list-turns.js'
import type {Metrics} from './metrics/metrics.js'
import type {RateLimit} from './rate-limit.js'
import type {Remembered} from './remembered.js'

/** What answering takes. */
export interface Desk {
  readonly tame: Tame
  readonly keyring: Keyring
  readonly followers: Followers
  readonly metrics: Metrics
  readonly version: string
  /** Nothing where it can't be found out. Anybody may ask, as often as they like. */
  readonly health: Remembered<Status | undefined>
  readonly descriptions: Descriptions
  /** Aborted when the server stops: what waits for something to happen is answered as it is. */
  readonly ending: AbortSignal
  /** Counts what takes as long as many questions. */
  /** Seconds that each agent may have policies checked for: apart from what it may ask, or checking one would keep it from deciding. */
  readonly checks: RateLimit
  /** Of what agents have looked for. */
  readonly listTurns: ListTurns
  now(): number
  newId(): string
}

type Output<Schema> = Schema extends {readonly _zod: {readonly output: infer Value}} ? Value : undefined

type Part<Name extends OperationName, Key extends string> = Operations[Name] extends {
  readonly [Each in Key]: infer Schema
}
  ? Output<Schema>
  : undefined

/** A request that was read by its operation's row. */
export interface Asked<Name extends OperationName> {
  param(name: string): string
  readonly query: Part<Name, 'query'>
  readonly body: Part<Name, 'body'>
  readonly caller: Caller
  /** Whether it takes everything as this API tells it; others get what they know. */
  readonly isNative: boolean
  readonly userAgent: string
  readonly lastEventId: string | undefined
  /** Whether nobody is there any more to be answered. */
  isGone(): boolean
}

export type Handler<Name extends OperationName> = (asked: Asked<Name>, desk: Desk) => Answer | Promise<Answer>

/** A handler for each of some operations: one that is forgotten does not compile. */
export type Handlers<Names extends OperationName> = {readonly [Name in Names]: Handler<Name>}
