import type {EventQuery, LedgerEvent} from '../../model/ledger-event.js'
import type {Keys, Tame} from '../../model/tame.js'
import {type Caller, seesAll} from '../caller.js'
import {Refusal, unknownCaller} from '../refusal.js'
import {hasStoreProblem} from '../store-problem.js'

/** Who follows: takes events one after the other, and says when it takes no more. */
export interface Follower {
  /** Which events it wants; `after` is where it left off. */
  readonly query: EventQuery
  readonly caller: Caller
  /** Of what was handed over. */
  readonly unreadBytes: number
  /** Hands over an event. false: it reads too slowly, and was dropped. */
  offer(event: LedgerEvent): boolean
  /** Resolves when what was handed over is on its way; rejects when that takes too long, or nobody is there. */
  drained(): Promise<void>
  /** Lets go of one who does not read: it comes back for what it has not got. */
  drop(): void
  end(error?: unknown): void
}

/** What all together may leave unread: each may a mebibyte, and there are many. */
const usualUnreadBytes = 64 * 1024 * 1024

/** All who follow what is recorded. They share one look at the ledger, however many they are. */
export class Followers {
  private readonly live = new Set<Follower>()
  private readonly all = new Set<Follower>()
  private readonly ending = new AbortController()
  private feeding: Promise<void> | undefined
  /** The last event that was handed to those who are live. */
  private position = 0

  constructor(
    private readonly tame: Tame,
    private readonly keyring: Pick<Keys, 'list'>,
    private readonly most: number,
    private readonly mostUnreadBytes = usualUnreadBytes,
  ) {}

  get count(): number {
    return this.all.size
  }

  /** Refuses when there are enough; otherwise resolves when the follower is live, and has all that was before. */
  async add(follower: Follower): Promise<void> {
    this.refuseFull(follower.caller)
    this.all.add(follower)
    try {
      await this.start()
      await this.refuseRevoked(follower.caller)
      await this.catchUp(follower)
    } catch (error) {
      this.remove(follower)
      throw error
    }
  }

  /** Between its being let in and its being here, nobody would have told it that its key was revoked. */
  private async refuseRevoked({keyId}: Caller): Promise<void> {
    const keys = await this.keyring.list()
    const isLetIn =
      keyId === null
        ? !keys.some(({role}) => role === 'agent')
        : keys.some(({id, revokedAtMs}) => id === keyId && revokedAtMs === null)
    if (!isLetIn) throw keyNeeded()
  }

  refuseFull(caller: Caller): void {
    if (this.ending.signal.aborted) throw busy('The server is about to stop')
    if (this.all.size >= this.roomFor(caller))
      throw busy(`${this.all.size} follow already, and more are not taken`)
    if (!seesAll(caller) && this.countOf(caller) >= Math.ceil(this.most / 2))
      throw busy(`${this.countOf(caller)} follow with this key already, and more are not taken`)
  }

  /** Agents leave some of it to people, who would otherwise not see what an agent does that takes it all. */
  private roomFor(caller: Caller): number {
    return seesAll(caller) ? this.most : this.most - Math.floor(this.most / 10)
  }

  private countOf({keyId}: Caller): number {
    let count = 0
    for (const {caller} of this.all) if (caller.keyId === keyId) count++
    return count
  }

  remove(follower: Follower): void {
    this.all.delete(follower)
    this.live.delete(follower)
  }

  /** Where a follower begins that did not say where it left off. */
  async now(): Promise<number> {
    await this.start()
    return this.position
  }

  async stop(): Promise<void> {
    this.ending.abort()
    for (const follower of this.all) follower.end()
    this.all.clear()
    this.live.clear()
    await this.feeding
  }

  private async start(): Promise<void> {
    if (this.feeding !== undefined) return
    const status = await this.tame.status()
    if (this.feeding !== undefined) return
    // Taken for empty, a store that can't be read now would be told from its beginning to those who want only what is new.
    if (status.store.entries === 0 && hasStoreProblem(status)) throw busy('The record can not be read now')
    this.position = status.store.entries
    this.feeding = this.feed().catch((error: unknown) => this.fail(error))
  }

  private async feed(): Promise<void> {
    const {signal} = this.ending
    for await (const event of this.tame.events({after: this.position, signal})) {
      const agent = this.someoneAsksForAgents() ? await agentOf(event, this.tame) : undefined
      this.position = event.seq
      for (const follower of this.live)
        if (wants(follower.query, event, agent) && !follower.offer(event)) this.remove(follower)
      if (event.kind === 'key') this.endRefused(event)
      this.dropSlowest()
    }
  }

  /** As many as it takes for the others to stay. */
  private dropSlowest(): void {
    let unread = 0
    for (const {unreadBytes} of this.all) unread += unreadBytes
    while (unread > this.mostUnreadBytes) {
      const slowest = [...this.all].reduce((a, b) => (b.unreadBytes > a.unreadBytes ? b : a))
      unread -= slowest.unreadBytes
      this.remove(slowest)
      slowest.drop()
    }
  }

  /** Whoever would not be let in any more is told nothing more either. */
  private endRefused({body}: LedgerEvent): void {
    const refused = refusedSince(body)
    for (const follower of this.all) {
      if (refused === undefined || follower.caller.keyId !== refused.keyId) continue
      this.remove(follower)
      follower.end(keyNeeded())
    }
  }

  private someoneAsksForAgents(): boolean {
    for (const {query} of this.all) if (query.agentId !== undefined) return true
    return false
  }

  /** The ledger can't be read: those who follow are told, and the next one makes another attempt. */
  private fail(error: unknown): void {
    this.feeding = undefined
    for (const follower of this.all) follower.end(error)
    this.all.clear()
    this.live.clear()
  }

  /** What was recorded since it left off. It becomes live in the moment in which it has all that those have who are. */
  private async catchUp(follower: Follower): Promise<void> {
    const {query} = follower
    let at = query.after ?? this.position
    while (at < this.position) at = await this.offerUpTo(this.position, follower, at)
    if (this.all.has(follower)) this.live.add(follower)
  }

  private async offerUpTo(position: number, follower: Follower, after: number): Promise<number> {
    const done = new AbortController()
    const signal = AbortSignal.any([this.ending.signal, done.signal])
    for await (const event of this.tame.events({after, signal})) {
      if (!this.all.has(follower)) break
      const agent = follower.query.agentId === undefined ? undefined : await agentOf(event, this.tame)
      if (event.seq <= position && wants(follower.query, event, agent) && !follower.offer(event)) break
      if (follower.unreadBytes > 0) this.dropSlowest()
      await follower.drained()
      if (event.seq >= position) break
    }
    done.abort()
    return position
  }
}

const keyNeeded = (): Refusal => unknownCaller('Whoever follows must show a key that is in force')

const busy = (message: string): Refusal =>
  new Refusal(503, 'TOO_MANY_FOLLOWERS', message, {headers: {'retry-after': '5'}})

/** Whose leave a change of the keys ended: that of the key, or, with the first one for agents, of those without. */
function refusedSince({action, key_id: keyId, role}: LedgerEvent['body']): Pick<Caller, 'keyId'> | undefined {
  if (action === 'revoke') return {keyId: String(keyId)}
  return role === 'agent' ? {keyId: null} : undefined
}

function wants(query: EventQuery, {seq, kind, sessionId}: LedgerEvent, agent: unknown): boolean {
  if (seq <= (query.after ?? 0)) return false
  if (query.kinds !== undefined && !query.kinds.includes(kind)) return false
  if (query.sessionId !== undefined && sessionId !== query.sessionId) return false
  return query.agentId === undefined || agent === query.agentId
}

/** Whose event it is; of what came of a call, whose call it was. */
async function agentOf({kind, body}: LedgerEvent, {logs}: Tame): Promise<unknown> {
  const {agent_id: agent, log_id: logId} = body
  if (agent !== undefined || kind !== 'result' || typeof logId !== 'string') return agent
  return (await logs.get(logId)).agentId
}
