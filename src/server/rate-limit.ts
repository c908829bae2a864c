/** How often each caller may ask. */
export interface Rate {
  readonly perSecond: number
  /** How many at once, after a while of silence. */
  readonly burst: number
}

interface Bucket {
  tokens: number
  atMs: number
}

/** Counts what each caller asked. There are no more buckets than keys. */
export class RateLimit {
  private readonly buckets = new Map<string | null, Bucket>()

  constructor(private readonly rate: Rate) {}

  /** The seconds after which to ask again; nothing when it may be asked now. */
  refusedFor(caller: string | null, nowMs: number): number | undefined {
    const bucket = this.filled(caller, nowMs)
    if (bucket.tokens < 1) return this.secondsTo(1, bucket)
    bucket.tokens--
    return undefined
  }

  /**
   * For what takes as long as many questions: takes what may be asked in so many seconds, which may be more than there is. Only one
   * whose last charge is paid off may have another: many were let in before the first of them was charged.
   */
  chargeRefusedFor(caller: string | null, seconds: number, nowMs: number): number | undefined {
    const bucket = this.filled(caller, nowMs)
    if (bucket.tokens < 0) return this.secondsTo(0, bucket)
    this.charge(caller, seconds)
    return undefined
  }

  /** The same for what has been done already. */
  charge(caller: string | null, seconds: number): void {
    const bucket = this.buckets.get(caller)
    if (bucket !== undefined) bucket.tokens -= seconds * this.rate.perSecond
  }

  private filled(caller: string | null, nowMs: number): Bucket {
    const {perSecond, burst} = this.rate
    const bucket = this.bucketOf(caller, nowMs)
    const passedMs = Math.max(0, nowMs - bucket.atMs)
    bucket.tokens = Math.min(burst, bucket.tokens + (passedMs / 1000) * perSecond)
    bucket.atMs = nowMs
    return bucket
  }

  private secondsTo(tokens: number, bucket: Bucket): number {
    return Math.max(1, Math.ceil((tokens - bucket.tokens) / this.rate.perSecond))
  }

  private bucketOf(caller: string | null, nowMs: number): Bucket {
    const known = this.buckets.get(caller)
    if (known !== undefined) return known
    const bucket = {tokens: this.rate.burst, atMs: nowMs}
    this.buckets.set(caller, bucket)
    return bucket
  }
}
