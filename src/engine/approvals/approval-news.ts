import type {Store} from '../../store/store.js'
import {follow} from '../events.js'
import type {Followers} from '../followers.js'

/** Told of a step; or, at the end of all news, of what ended it. */
type OnStep = (failure?: unknown) => void

/** Tells those who wait for an approval that it took a step. The record is followed once, however many wait. */
export class ApprovalNews {
  private readonly waiting = new Map<string, Set<OnStep>>()
  private following: {readonly begun: Promise<unknown>; readonly ending: AbortController} | undefined

  constructor(
    private readonly store: Pick<Store, 'entries' | 'head' | 'call'>,
    private readonly followers: Followers,
  ) {}

  /** Calls back at each step that is taken after this resolves. Gives what ends it. */
  async subscribe(id: string, onStep: OnStep): Promise<() => void> {
    const others = this.waiting.get(id) ?? new Set()
    this.waiting.set(id, others.add(onStep))
    this.following ??= this.begin()
    const end = (): void => this.unsubscribe(id, onStep)
    try {
      await this.following.begun
    } catch (error) {
      end()
      throw error
    }
    return end
  }

  private unsubscribe(id: string, onStep: OnStep): void {
    const others = this.waiting.get(id)
    others?.delete(onStep)
    if (others?.size === 0) this.waiting.delete(id)
    if (this.waiting.size > 0) return
    this.following?.ending.abort()
    this.following = undefined
  }

  private begin(): NonNullable<ApprovalNews['following']> {
    const ending = new AbortController()
    const begun = this.store.head()
    const run = async (): Promise<void> => {
      const {seq} = await begun
      const query = {after: seq, kinds: ['approval'], signal: ending.signal}
      for await (const {body} of follow(this.store, this.followers, query))
        this.tell(String(body['approval_id']))
    }
    const following = {begun, ending}
    run().then(
      () => this.over(following),
      (failure) => this.over(following, failure),
    )
    return following
  }

  private over(following: ApprovalNews['following'], failure?: unknown): void {
    if (this.following !== following) return
    this.following = undefined
    for (const id of [...this.waiting.keys()]) this.tell(id, failure)
  }

  private tell(id: string, failure?: unknown): void {
    for (const onStep of [...(this.waiting.get(id) ?? [])]) onStep(failure)
  }
}
